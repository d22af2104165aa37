// npm run check: what a machine can say about the sources without running them. `npm test` runs the same list first.
//
//   node scripts/check.mjs [name ...]       only the named checks
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { installDependencies, requireNode, root } from './shared.mjs'

const tool = (...path) => join(root, 'node_modules', ...path)
const own = (name) => join(root, 'scripts', name)

/** Each command is a JavaScript file and its words; all must succeed. */
export const checks = [
  {
    name: 'types',
    again: 'npm run check types',
    commands: [
      [own('code-view.mjs')],
      [tool('next', 'dist', 'bin', 'next'), 'typegen'],
      // The cache of an incremental check does not notice every change of an option.
      [tool('typescript', 'bin', 'tsc'), '--noEmit', '--incremental', 'false'],
      [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'simulations'],
    ],
  },
  { name: 'lint', again: 'npm run check lint', commands: [[tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0']] },
  { name: 'boundaries', again: 'npm run check boundaries', commands: [[own('boundaries.mjs')]] },
  { name: 'dead code', again: 'npm run check "dead code"', commands: [[tool('knip', 'bin', 'knip.js')]] },
  { name: 'file sizes', again: 'npm run check "file sizes"', commands: [[own('size-ratchet.mjs')]] },
  { name: 'content', again: 'npm run check:content', commands: [[tool('tsx', 'dist', 'cli.mjs'), join(root, 'scripts', 'check-content.ts')]] },
  { name: 'lockfile', again: 'npm run check lockfile', commands: [[own('check-lock.mjs')]] },
  { name: 'host files', again: 'npm run check "host files"', commands: [[own('headers.mjs'), '--check']] },
]

/** Gives '' or what the tools said. */
export function runCheck({ commands }) {
  for (const words of commands) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
    })
    if (status !== 0) return `${stdout}${stderr}`.trim() || `${words.join(' ')} ended with ${status}`
  }
  return ''
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  requireNode()
  installDependencies()
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !checks.some((check) => check.name === name))
  if (unknown.length > 0) {
    console.error(`There is no check called ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`)
    process.exit(1)
  }
  let isClean = true
  for (const check of checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const begin = performance.now()
    const problem = runCheck(check)
    console.log(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${problem ? 'FAILED' : 'ok'}  ${check.name}`)
    if (problem) {
      console.error(`\n${problem}\n`)
      isClean = false
    }
  }
  process.exit(isClean ? 0 : 1)
}
