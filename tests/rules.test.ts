import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import { lockProblems } from '@/scripts/check-lock.mjs'
import { codeLines, sizeProblems } from '@/scripts/size-ratchet.mjs'

/* A check that never fires is untested: each rule here is broken on purpose and must say so. */

describe('boundaries', () => {
  function cruise(files: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), 'boundaries '))
    for (const [path, text] of Object.entries({ 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./*"]},"allowImportingTsExtensions":true,"noEmit":true}}', ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/boundaries.mjs', folder], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    return { status, said: stdout + stderr }
  }

  const value = 'export const a = 1\n'
  const legal = {
    'simulations/kernel/clock.ts': value,
    'simulations/structures/ring.ts': "import { a } from '../kernel/clock.ts'\nexport const b = a\n",
    'simulations/algorithms/balancing/ring.ts': "import { b } from '../../structures/ring.ts'\nexport const c = b\nexport type C = number\n",
    'simulations/algorithms/caching/lru.ts': value,
    'simulations/scenario/run.ts': "import { c } from '../algorithms/balancing/ring.ts'\nexport const d = c\n",
    'components/simulation/worker.ts': "import { d } from '@/simulations/scenario/run.ts'\nexport const e = d\n",
    'components/stage/stage.ts': "import { e } from '@/components/simulation/worker.ts'\nimport type { C } from '@/simulations/algorithms/balancing/ring.ts'\nexport const f: C = e\n",
    'app/page.ts': "import { f } from '@/components/stage/stage.ts'\nexport const g = f\n",
    'components/code/panel.tsx': value,
    'lib/words.ts': value,
  }

  it('a tree that keeps them passes, and every file of it was read', () => {
    expect(cruise(legal)).toEqual({ status: 0, said: '10 source files keep the boundaries.\n' })
  })

  const breaches = [
    ['kernel-reads-only-what-lies-below', 'simulations/kernel/x1.ts', '../structures/ring.ts'],
    ['structures-reads-only-what-lies-below', 'simulations/structures/x2.ts', '../algorithms/caching/lru.ts'],
    ['algorithms-reads-only-what-lies-below', 'simulations/algorithms/caching/x3.ts', '../../scenario/run.ts'],
    ['families-are-strangers', 'simulations/algorithms/caching/x4.ts', '../balancing/ring.ts'],
    ['simulations-stand-alone', 'simulations/kernel/x5.ts', '../../lib/words.ts'],
    ['simulations-stand-alone', 'simulations/kernel/x6.ts', 'node:fs'],
    ['scenario-parses-with-zod-only', 'simulations/scenario/x7.ts', '../../lib/words.ts'],
    ['one-bridge-runs-simulations', 'components/stage/x8.ts', '@/simulations/scenario/run.ts'],
    ['one-bridge-runs-simulations', 'app/x9.ts', '@/simulations/scenario/run.ts'],
    ['bridge-knows-no-picture', 'components/simulation/x19.ts', '@/components/code/panel.tsx'],
    ['projections-are-pure', 'components/projection/x18.ts', '@/components/stage/stage.ts'],
    ['bridge-knows-no-picture', 'components/simulation/x10.ts', '@/components/stage/stage.ts'],
    ['nobody-imports-app', 'lib/x11.ts', '@/app/page.ts'],
    ['lib-draws-nothing', 'lib/x12.ts', '@/components/stage/stage.ts'],
    ['content-is-words-and-data', 'content/x13.ts', '@/components/stage/stage.ts'],
    ['shipped-code-needs-no-tests', 'lib/x14.ts', './words.test.ts'],
    ['scenarios-are-read-not-run', 'lib/scenarios.ts', '@/simulations/algorithms/caching/lru.ts'],
    ['everything-resolves', 'lib/x15.ts', '@/lib/nowhere.ts'],
    ['no-circles', 'lib/x16.ts', './x17.ts'],
  ] as const
  let broken = { status: 0 as number | null, said: '' }
  beforeAll(() => {
    const planted = breaches.map(([, file, target]) => [file, `import * as x from '${target}'\nexport const y = () => x\n`])
    broken = cruise({ ...legal, 'lib/words.test.ts': value, 'lib/x17.ts': "import * as x from './x16.ts'\nexport const y = () => x\n", ...Object.fromEntries(planted) })
  })

  it.each(breaches)('%s is caught in %s', (rule, file) => {
    expect(broken.status).toBe(1)
    expect(broken.said.split('\n').filter((line) => line.startsWith(`${file} imports `) && line.includes(`: ${rule}.`))).not.toEqual([])
  })

  it('an empty tree is not a clean one', () => {
    expect(cruise({ 'lib/readme.md': '' }).status).toBe(1)
  })
})

describe('lint', () => {
  // Type-aware rules know only files of the project, so other text is read under the names of files that are there.
  const inSimulations = 'simulations/kernel/invariant.ts'
  const inLib = 'lib/locales.ts'

  async function rulesBrokenBy(code: string, filePath: string): Promise<(string | null)[]> {
    const [result] = await new ESLint().lintText(code, { filePath })
    return result?.messages.map(({ ruleId }) => ruleId) ?? []
  }

  it.each([
    ['export const a = Math.log(2)', 'no-restricted-properties'],
    ['export const a = Math.random()', 'no-restricted-properties'],
    ['export const a = Math.pow(2, 3)', 'no-restricted-properties'],
    ['export const a = 2 ** 3', 'no-restricted-syntax'],
    ['export const a = Date.now()', 'no-restricted-globals'],
    ['export const a = new Intl.NumberFormat()', 'no-restricted-globals'],
    ["export const a = 'a'.localeCompare('b')", 'no-restricted-syntax'],
    ['export const a = [2, 10].sort()', 'no-restricted-syntax'],
    ['export const a = [2, 10].toSorted()', 'no-restricted-syntax'],
    ['export async function a() {}', 'no-restricted-syntax'],
    ['export const a = async () => 1', 'no-restricted-syntax'],
    ['export const a = Promise.resolve(1)', 'no-restricted-globals'],
    ['export const a = (1).toLocaleString()', 'no-restricted-syntax'],
    ['export default 1', 'no-restricted-exports'],
  ])('in simulations/, %s breaks %s', { timeout: 60_000 }, async (code, rule) => {
    expect(await rulesBrokenBy(`${code}\n`, inSimulations)).toContain(rule)
  })

  it.each(['export const a = Math.sqrt(2) + Math.floor(1.5)', 'export const a = [2, 10].sort((x, y) => x - y)', 'export function* a() {\n  yield 1\n}'])('in simulations/, %s is fine', async (code) => {
    expect(await rulesBrokenBy(`${code}\n`, inSimulations)).toEqual([])
  })

  it('a promise nobody waits for is found, which needs types', async () => {
    const code = 'async function later() {\n  return Promise.resolve(1)\n}\nexport function now() {\n  later()\n}\n'
    expect(await rulesBrokenBy(code, inLib)).toEqual(['@typescript-eslint/no-floating-promises'])
  })

  it('a state set inside an effect is found', async () => {
    const code = "import { useEffect, useState } from 'react'\nexport function useIt() {\n  const [a, setA] = useState(0)\n  useEffect(() => {\n    setA(1)\n  }, [])\n  return a\n}\n"
    expect(await rulesBrokenBy(code, inLib)).toContain('react-hooks/set-state-in-effect')
  })
})

describe('sizes', () => {
  it('code is what is neither empty nor comment', () => {
    expect(codeLines('// a\n\n/**\n * b\n */\nconst a = 1\n  /* c */\nconst b = 2 // d\n')).toBe(2)
  })

  it.each([
    ['a short file', { 'lib/a.ts': 400 }, {}, 0],
    ['a long file', { 'lib/a.ts': 401 }, {}, 1],
    ['a long file of simulations/', { 'simulations/kernel/a.ts': 251 }, {}, 1],
    ['a long test of simulations/', { 'simulations/kernel/a.test.ts': 400 }, {}, 0],
    ['a listed file of its size', { 'lib/a.ts': 500 }, { 'lib/a.ts': 500 }, 0],
    ['a listed file that grew', { 'lib/a.ts': 501 }, { 'lib/a.ts': 500 }, 1],
    ['a listed file that shrank', { 'lib/a.ts': 450 }, { 'lib/a.ts': 500 }, 1],
    ['a listed file that is gone', {}, { 'lib/a.ts': 500 }, 1],
  ])('%s', (_what, sizes, listed, faults) => {
    expect(sizeProblems(sizes, listed)).toHaveLength(faults)
  })
})

describe('the lockfile', () => {
  const entry = { integrity: 'sha512-x', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' }
  it.each([
    ['complete', { '': {}, 'node_modules/a': { ...entry, optionalDependencies: { b: '1' } }, 'node_modules/b': entry }, 0],
    ['nested', { '': {}, 'node_modules/a': { ...entry, optionalDependencies: { b: '1' } }, 'node_modules/a/node_modules/b': entry }, 0],
    ['a missing platform', { '': {}, 'node_modules/a': { ...entry, optionalDependencies: { b: '1' } } }, 1],
    ['no hash', { '': {}, 'node_modules/a': { ...entry, integrity: undefined } }, 1],
    ['a weak hash', { '': {}, 'node_modules/a': { ...entry, integrity: 'sha1-x' } }, 1],
    ['git', { '': {}, 'node_modules/a': { ...entry, resolved: 'git+ssh://git@github.com/a/a.git' } }, 1],
    ['nothing', { '': {} }, 1],
  ])('%s', (_what, packages, faults) => {
    expect(lockProblems({ packages })).toHaveLength(faults)
  })
})
