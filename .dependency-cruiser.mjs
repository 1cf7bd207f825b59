// The import rules of the house: who may import whom. Features stand in one fixed order and import only from their left.
const features = [
  'audit',
  'access',
  'accounts',
  'packages',
  'advisories',
  'policies',
  'checks',
  'trust',
  'index',
  'submissions',
  'billing',
  'updates',
  'mirrors',
  'outcomes',
  'analytics',
  'community',
  'search',
  'deployments',
  'compliance',
  'notifications',
  'monitoring',
  'web',
]

const server = 'packages/server/src'
const tests = '\\.test\\.ts$|/test/'

const leftOnly = features.slice(0, -1).map((feature, position) => ({
  name: `feature-${feature}-imports-only-from-its-left`,
  severity: 'error',
  comment: `${feature} may import features that stand before it; what stands after it hears its events`,
  from: { path: `^${server}/${feature}/` },
  to: { path: `^${server}/(${features.slice(position + 1).join('|')})/` },
}))

const packageRules = [
  { from: 'core', to: 'client|cli|server|web|testkit' },
  { from: 'client', to: 'cli|server|web|testkit' },
  { from: 'server', to: 'client|cli|web|testkit' },
  { from: 'web', to: 'core|client|cli|server|testkit' },
  { from: 'cli', to: 'web|testkit' },
].map(({ from, to }) => ({
  name: `package-${from}-imports-only-what-the-table-allows`,
  severity: 'error',
  from: { path: `^packages/${from}/src/`, pathNot: tests },
  to: { path: `^packages/(${to})/` },
}))

export default {
  forbidden: [
    ...leftOnly,
    ...packageRules,
    {
      name: 'features-are-entered-by-their-door',
      severity: 'error',
      from: { path: `^${server}/([^/]+)/`, pathNot: tests },
      to: { path: `^${server}/(${features.join('|')})/(?!index\\.ts$)`, pathNot: `^${server}/$1/` },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: `^${server}/platform/` },
      to: { path: `^${server}/(?!platform/)` },
    },
    {
      name: 'only-main-start-operate-and-tests-know-app',
      severity: 'error',
      from: { path: `^${server}/`, pathNot: `^${server}/(main|start)\\.ts$|^${server}/operate/|${tests}` },
      to: { path: `^${server}/app\\.ts$` },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'no file, network, clock or process of its own',
      from: { path: '^packages/core/src/', pathNot: tests },
      to: { path: '^(node:)?(fs|fs/promises|net|http|https|child_process|os|worker_threads|dns|tls)$' },
    },
    {
      name: 'cli-loads-the-server-lazily',
      severity: 'error',
      from: { path: '^packages/cli/src/', pathNot: tests },
      to: { path: '^packages/server/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      from: { path: '^packages/', pathNot: `${tests}|^packages/testkit/` },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        pathNot: '^packages/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
}
