import type { Config } from '@react-router/dev/config';

/** Pages are rendered on the server; only routes that say `handle.hydrate` send a script. */
export default {
  appDirectory: 'web',
  buildDirectory: 'build',
  ssr: true,
  serverModuleFormat: 'esm',
} satisfies Config;
