// npm run fuzz -- [--seeds N] [--from K] [--processes P]
//
// Random small systems with random faults, each run under every checker of simulations/checkers. Documents that once failed
// (tests/fuzz/regressions.json) run first. A new failure is shrunk, printed with the command that replays it, and kept there.
// Exit code: 0 all passed, 1 something failed, 2 wrong words. The last line is "N passed, N failed".
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..', '..')
const kept = join(import.meta.dirname, 'regressions.json')
const bundle = join(root, '.cache', 'fuzz', 'worker.mjs')

function wordsOf(argv) {
  const wanted = { seeds: 100_000, from: 1, processes: 2 }
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].replace(/^--/, '')
    const value = Number(argv[i + 1])
    if (!argv[i].startsWith('--') || !(name in wanted) || !Number.isSafeInteger(value) || value < (name === 'from' ? 0 : 1)) {
      console.error(`"${argv[i]} ${argv[i + 1] ?? ''}" is not understood. Write: npm run fuzz -- --seeds 100000 --from 1 --processes 2`)
      process.exit(2)
    }
    wanted[name] = value
  }
  return wanted
}

function work(...words) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [bundle, ...words.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done(JSON.parse(said)) : failed(new Error(`a process ended with ${code}`))))
  })
}

const { seeds, from, processes } = wordsOf(process.argv.slice(2))
mkdirSync(dirname(bundle), { recursive: true })
await build({ entryPoints: [join(import.meta.dirname, 'worker.ts')], bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error' })

const begin = performance.now()
let passed = 0
let failed = 0
const regressions = JSON.parse(readFileSync(kept, 'utf8'))
if (regressions.length > 0) {
  const results = await work('--documents', JSON.stringify(regressions.map(({ document }) => document)))
  results.forEach((problems, i) => {
    if (problems.length === 0) passed++
    else {
      failed++
      console.log(`FAILED AGAIN  ${regressions[i].name}\n  ${problems.join('\n  ')}`)
    }
  })
  console.log(`${regressions.length} documents that once failed: ${failed === 0 ? 'all pass' : `${failed} fail again`}`)
}

const reports = await Promise.all(Array.from({ length: processes }, (_, i) => work(from + i, Math.ceil((seeds - i) / processes), processes)))
const found = reports.flatMap((report) => report.failures).sort((a, b) => a.seed - b.seed)
for (const { seed, problems, document } of found) {
  console.log(`\nFAILED  seed ${seed}\n  ${problems.join('\n  ')}\n  to replay: npm run fuzz -- --seeds 1 --from ${seed} --processes 1\n  shrunk to: ${JSON.stringify(document)}`)
  if (!regressions.some(({ name }) => name === `seed ${seed}`)) regressions.push({ name: `seed ${seed}`, problems, document })
}
if (found.length > 0) {
  writeFileSync(kept, `${JSON.stringify(regressions, null, 2)}\n`)
  console.log(`\nKept in tests/fuzz/regressions.json.`)
}
const sum = (field) => reports.reduce((total, report) => total + report[field], 0)
passed += sum('passed')
failed += sum('failed')
const seconds = (performance.now() - begin) / 1000
console.log(`${seeds} seeds from ${from} in ${seconds.toFixed(1)} s: ${sum('requests')} requests, ${sum('events')} events`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
