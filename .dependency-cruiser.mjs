/**
 * The house plan as rules. `test/architecture` plants a violation of each and proves that it is caught.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const floors = [
  ['platform'],
  ['audit', 'geography'],
  ['organizations', 'transit', 'messaging'],
  ['identity', 'jurisdictions', 'directory'],
  ['signals', 'paging'],
  ['cases'],
  ['disclosures'],
  ['responses', 'referrals'],
  ['hotline'],
  ['statistics', 'network'],
  ['main'],
];

/** Where the house is: here, or where a test has planted a small one. */
const root = process.env.ALIGHT_PLANTED ?? '';
const rooms = floors.flat();
const notATest = '\\.test\\.ts$';

const onlyDownward = floors
  .flatMap((here, level) =>
    here.map((room) => ({
      name: `${room}-stands-on-lower-floors-only`,
      severity: 'error',
      from: { path: `^${root}src/${room}/`, pathNot: notATest },
      to: {
        path: `^${root}src/(${floors
          .slice(level)
          .flat()
          .filter((other) => other !== room)
          .join('|')})/`,
      },
    })),
  )
  .filter((rule) => !rule.to.path.includes('()'));

export default {
  forbidden: [
    ...onlyDownward,
    ...rooms
      .filter((room) => room !== 'main')
      .map((room) => ({
        name: `${room}-is-entered-by-its-face`,
        severity: 'error',
        from: { path: `^${root}src/`, pathNot: [`^${root}src/${room}/`, notATest] },
        to: {
          path: `^${root}src/${room}/`,
          pathNot: [`^${root}src/${room}/(core/)?index\\.ts$`, `^${root}src/messaging/clearance\\.ts$`],
        },
      })),
    {
      name: 'core-is-pure',
      comment: "A core imports its own files and lower rooms' core/index.ts, and nothing else.",
      severity: 'error',
      from: { path: `^${root}src/([^/]+)/core/`, pathNot: notATest },
      to: { pathNot: [`^${root}src/$1/core/`, `^${root}src/[^/]+/core/index\\.ts$`] },
    },
    {
      name: 'clearance-is-minted-by-two-rooms',
      comment: 'Nothing leaves without a ledger row: only disclosures and signals may mint a Clearance.',
      severity: 'error',
      from: { path: `^${root}src/`, pathNot: [`^${root}src/(disclosures|signals|messaging)/`, notATest] },
      to: { path: `^${root}src/messaging/clearance\\.ts$` },
    },
    {
      name: 'web-holds-no-server',
      comment: 'Pages import types and core/index.ts; services arrive in the request context.',
      severity: 'error',
      from: { path: `^${root}web/`, pathNot: notATest },
      to: {
        path: `^${root}src/`,
        pathNot: `^${root}src/[^/]+/core/index\\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-holds-no-web',
      severity: 'error',
      from: { path: `^${root}src/` },
      to: { path: `^${root}web/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: `^${root}(src|web)/` },
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { path: `^${root}(src|web)/` },
      to: { couldNotResolve: true, pathNot: '^(virtual:|\\+types/|\\./\\+types)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|\\.react-router|\\+types)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
