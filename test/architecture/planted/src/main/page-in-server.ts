import '../../web/page.ts';
