import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

/* What differs between engines, machines or moments cannot get into simulations/: every name is planted here and must be found. */

const engineDependent = [
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh',
  'exp', 'expm1', 'log', 'log2', 'log10', 'log1p', 'cbrt', 'hypot', 'pow',
]
const linted = [
  ...engineDependent.map((name) => `Math.${name}(2)`), 'Math.random()', "Math['random']()", '2 ** 3', 'Date.now()', 'new Date()',
  "new Intl.Collator('en')", "'a'.localeCompare('b')", '(1).toLocaleString()', '[2, 10].sort()', '[2, 10].toSorted()', 'Promise.resolve(1)', 'async () => 1',
]

describe('lint finds in simulations/', () => {
  it(`each of ${linted.length} expressions`, { timeout: 60_000 }, async () => {
    const code = linted.map((expression, i) => `export const a${i} = ${expression}\n`).join('')
    const [result] = await new ESLint().lintText(code, { filePath: 'simulations/kernel/invariant.ts' })
    const lines = new Set(result!.messages.filter(({ ruleId }) => ruleId?.startsWith('no-restricted')).map(({ line }) => line))
    expect(linted.filter((_, i) => !lines.has(i + 1))).toEqual([])
  })

  it('names taken apart: const { random } = Math', { timeout: 60_000 }, async () => {
    const [result] = await new ESLint().lintText('const { random } = Math\nexport const a = random()\n', { filePath: 'simulations/kernel/invariant.ts' })
    expect(result!.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-properties')
  })
})

describe('the compiler of simulations/ does not know', () => {
  const foreign = ['setTimeout(() => 1, 1)', 'setInterval(() => 1, 1)', 'queueMicrotask(() => 1)', 'console.log(1)', "fetch('/')", 'crypto.getRandomValues', 'performance.now()', 'process.hrtime()', 'document.title', 'window.name', 'navigator.language', 'structuredClone(1)', 'requestAnimationFrame(() => 1)', 'new Worker("x")', 'localStorage.length']

  it(`each of ${foreign.length} names of a platform`, { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'foreign '))
    writeFileSync(join(folder, 'planted.ts'), foreign.map((expression, i) => `export const a${i} = ${expression}\n`).join(''))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: resolve('simulations/tsconfig.json'), compilerOptions: { isolatedModules: false }, include: ['planted.ts'] }))
    const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--pretty', 'false', '-p', folder], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    const lines = new Set([...stdout.matchAll(/planted\.ts\((\d+),\d+\): error TS(2304|2584|2591|2580)/g)].map(([, line]) => Number(line)))
    expect(foreign.filter((_, i) => !lines.has(i + 1))).toEqual([])
  })
})
