/**
 * Part of the build: replays the recordings of real servers and writes what agrees, for the page "How real is this?".
 *
 *   npx tsx scripts/fidelity.ts            writes conformance/results/replay.json
 *   npx tsx scripts/fidelity.ts --check    fails when the file no longer says what a replay says
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { readTraceFile } from '@/conformance/format.ts'
import { replayPaths } from '@/conformance/replay.ts'

const root = resolve(import.meta.dirname, '..')
const file = join(root, 'conformance', 'results', 'replay.json')

const report = replayPaths([join(root, 'conformance', 'traces')])
const areas = report.areas.map(({ area, isImplemented, cases }) => {
  const files = [...new Set(cases.map((item) => item.file))].sort()
  const systems = new Set(files.map((path) => {
    const reading = readTraceFile(path)
    if (reading.kind !== 'trace' || reading.trace.system === null) throw new Error(`${path} does not say which system it was recorded from.`)
    return `${reading.trace.system.name} ${reading.trace.system.version}`
  }))
  const matched = cases.filter(({ result }) => result.kind === 'matched').length
  return { area, isImplemented, systems: [...systems].sort(), files: files.map((path) => relative(root, path)), cases: cases.length, matched }
})
const text = `${JSON.stringify({ format: 'slantwise-replay/1', passed: report.passed, failed: report.failed, areas }, null, 1)}\n`

if (process.argv.includes('--check')) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) process.exit(0)
  console.error('conformance/results/replay.json no longer says what a replay says. Run: npx tsx scripts/fidelity.ts')
  process.exit(1)
}
mkdirSync(dirname(file), { recursive: true })
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
