// npm test: everything a change must pass, in order of cost. Stops at the first step that fails and names the command that repeats it.
// The last line is always "N passed, N failed", counting single tests.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath, installChromium } from './chromium.mjs'
import { buildSite, installDependencies, requireNode, root } from './shared.mjs'
import { checks, runCheck } from './check.mjs'

const reports = join(root, '.cache', 'reports')
let passed = 0
let failed = 0

function finish(code) {
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exit(code)
}

/** Runs a step, says how long it took; `again` is the command a person types to see it fail alone. */
async function step(name, again, run) {
  const begin = performance.now()
  let problem = ''
  try {
    problem = (await run()) ?? ''
  } catch (error) {
    problem = error.stack ?? String(error)
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6)
  console.log(`${seconds} s  ${problem ? 'FAILED' : 'ok'}  ${name}`)
  if (!problem) return
  console.error(`\n${problem.trim()}\n\nThe step "${name}" failed. To repeat only this step: ${again}`)
  if (failed === 0) failed = 1
  finish(1)
}

function run(program, words, env = {}) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', ...program), ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0', ...env },
  })
  return { ok: result.status === 0, text: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? String(result.error) : ''}` }
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

requireNode()
installDependencies()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

for (const check of checks) await step(check.name, check.again, () => runCheck(check))

await step('unit tests', 'npx vitest run', () => {
  const file = join(reports, 'vitest.json')
  const { ok, text } = run(['vitest', 'vitest.mjs'], ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`])
  const report = readReport(file)
  passed += report?.numPassedTests ?? 0
  failed += report?.numFailedTests ?? 0
  if (report && report.numPassedTests === 0) return 'Not one unit test ran.'
  return ok && report ? '' : text
})

await step('build', 'npm run build', () => (buildSite({ quiet: true }) ? '' : 'The site could not be built; what went wrong stands above.'))

await step('weight of the pages', 'node scripts/weight.mjs', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'weight.mjs')], { cwd: root, encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
})

await step('a browser to test with', 'node scripts/chromium.mjs', () => (chromiumPath() ? '' : installChromium()))

await step('browser tests', 'npx playwright test', () => {
  const file = join(reports, 'playwright.json')
  const { ok, text } = run(['@playwright', 'test', 'cli.js'], ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  const stats = readReport(file)?.stats
  passed += stats?.expected ?? 0
  failed += (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  if (stats && stats.expected === 0) return `Not one browser test ran.\n${text}`
  return ok && stats ? '' : text
})

finish(0)
