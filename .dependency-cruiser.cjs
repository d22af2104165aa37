/*
 * Who may import whom: kernel <- structures <- algorithms <- procedures, components <- scenario <- components/simulation <- drawn
 * things <- app. scripts/boundaries.mjs runs these rules; tests/boundaries.test.ts plants a breach of each and sees it caught.
 */
const tests = '\\.(test|laws|spec)\\.tsx?$'

/** A layer of simulations/ and the layers it may read from, itself included. */
const layers = {
  kernel: ['kernel'],
  structures: ['kernel', 'structures'],
  algorithms: ['kernel', 'structures', 'algorithms'],
  procedures: ['kernel', 'structures', 'algorithms', 'procedures'],
  components: ['kernel', 'structures', 'algorithms', 'procedures', 'components'],
  checkers: ['kernel', 'structures', 'components', 'checkers'],
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `${layer}-reads-only-what-lies-below`,
      comment: `simulations/${layer} may import ${allowed.join(', ')}.`,
      severity: 'error',
      from: { path: `^simulations/${layer}/`, pathNot: tests },
      to: { path: '^simulations/', pathNot: `^simulations/(${allowed.join('|')})/` },
    })),
    {
      name: 'families-are-strangers',
      comment: 'One family of algorithms never imports another: each is read, and taught, alone.',
      severity: 'error',
      from: { path: '^simulations/algorithms/([^/]+)/' },
      to: { path: '^simulations/algorithms/([^/]+)/', pathNot: '^simulations/algorithms/$1/' },
    },
    {
      name: 'simulations-stand-alone',
      comment: 'simulations/ imports nothing from outside itself, so it runs the same everywhere.',
      severity: 'error',
      from: { path: '^simulations/', pathNot: [tests, '^simulations/scenario/'] },
      to: { pathNot: '^simulations/' },
    },
    {
      name: 'scenario-parses-with-zod-only',
      comment: 'The one package simulations/ may use is zod, where it reads what people write.',
      severity: 'error',
      from: { path: '^simulations/scenario/', pathNot: tests },
      to: { pathNot: ['^simulations/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'one-bridge-runs-simulations',
      // components/code/generated holds twins of the algorithms that say which line they are at; a worker runs them through explain.ts.
      comment: 'Only components/simulation runs a simulation. Others read its trace (kernel, the names of its columns, what the numbers of a limit mean) and import types.',
      severity: 'error',
      from: { path: '^(app|lib|components/(?!simulation/))', pathNot: [tests, '^lib/scenarios\\.ts$', '^lib/content/', '^components/code/(generated/|explain\\.ts$)'] },
      to: { path: '^simulations/(?!kernel/|components/[^/]+/(vocabulary|limit-columns|limit-answer|limiter-keys|limiter-rule)\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scenarios-are-read-not-run',
      comment: 'lib/scenarios reads the files of scenarios when the site is built; it needs their schema and nothing that runs.',
      severity: 'error',
      from: { path: '^lib/scenarios\\.ts$' },
      to: { path: '^simulations/(?!kernel/|scenario/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'bridge-knows-no-picture',
      comment: 'components/simulation may use components/projection, components/ui, lib and what explains a line of code; what is drawn imports it and not the other way round.',
      severity: 'error',
      from: { path: '^components/simulation/', pathNot: tests },
      to: { path: '^components/(?!simulation/|projection/|ui/|code/[\\w/-]+\\.ts$)' },
    },
    {
      name: 'projections-are-pure',
      comment: 'components/projection reads a trace and draws nothing.',
      severity: 'error',
      from: { path: '^components/projection/', pathNot: tests },
      to: { path: ['^(app|components/(?!projection/))', '(^|/)node_modules/'] },
    },
    {
      name: 'nobody-imports-app',
      comment: 'app/ holds routes only; what two of its files share lies in components/ or lib/.',
      severity: 'error',
      from: { path: '^(components|content|lib|simulations|conformance|scripts|benchmarks)/' },
      to: { path: '^app/' },
    },
    {
      name: 'lib-draws-nothing',
      comment: 'lib may read a trace through components/projection, and knows no picture.',
      severity: 'error',
      from: { path: '^lib/', pathNot: [tests, '^lib/content/'] },
      to: { path: '^(app|components/(?!projection/))' },
    },
    {
      name: 'lessons-run-through-the-bridge',
      comment: 'lib/content tries what authors wrote on runs: it reads scenarios, runs them with components/simulation/run-any.ts, and draws nothing.',
      severity: 'error',
      from: { path: '^lib/content/', pathNot: tests },
      to: {
        path: ['^simulations/(?!kernel/|scenario/|components/[^/]+/(vocabulary|limit-columns|limit-answer|limiter-keys|limiter-rule)\\.ts$)', '^(app|components/(?!projection/|simulation/(run|run-any|share|over-limit)\\.ts$))'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'content-is-words-and-data',
      severity: 'error',
      from: { path: '^content/' },
      to: { path: '^(app|components/(?!lesson/))' },
    },
    {
      name: 'shipped-code-needs-no-tests',
      severity: 'error',
      from: { path: '^(app|components|content|lib|simulations)/', pathNot: tests },
      to: { path: ['^(tests|conformance|benchmarks)/', '\\.(test|laws|spec)\\.tsx?$'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|\\.next|\\.cache)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
  },
}
