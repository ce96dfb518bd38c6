import '../audit/store.ts';
