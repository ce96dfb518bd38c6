import { index, type RouteConfig, route } from '@react-router/dev/routes';

export default [
  index('site/home.tsx'),
  route('report', 'site/report.tsx'),
  route('receipt', 'site/receipt.tsx'),
  route('help', 'site/help.tsx'),
  route('signs', 'site/signs.tsx'),
  route('directory', 'site/directory.tsx'),
  route('about', 'site/about.tsx'),
  route('developers', 'site/developers.tsx'),
  route('console', 'console/queue.tsx'),
  route('console/audit', 'console/audit.tsx'),
  route('console/board', 'console/board.ts'),
  route('console/search', 'console/search.tsx'),
  route('console/signals/:id', 'console/signal.tsx'),
  route('console/signals/:id/known', 'console/known.tsx'),
  route('console/responses/:id', 'console/response.tsx'),
  route('p/:token', 'portal/link.tsx'),
  route('portal', 'portal/page.tsx'),
  route('sandbox', 'sandbox/phones.tsx'),
  route('gallery', 'gallery/gallery.tsx'),
  route('*', 'site/nowhere.tsx'),
] satisfies RouteConfig;
