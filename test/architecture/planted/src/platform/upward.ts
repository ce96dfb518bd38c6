import '../audit/index.ts';
