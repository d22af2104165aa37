// npm run theory -- [--quick]
//
// Compares the engine with formulas of queueing theory. A full run writes conformance/results/theory.json for the page on fidelity.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..', '..')
const words = process.argv.slice(2)
if (words.some((word) => word !== '--quick')) {
  console.error(`"${words.join(' ')}" is not understood. Write: npm run theory [-- --quick]`)
  process.exit(2)
}
const isQuick = words.includes('--quick')
const common = { bundle: true, format: 'esm', logLevel: 'error', absWorkingDir: root, alias: { '@': root } }
const bundle = join(root, '.cache', 'theory', 'report.mjs')
await build({ ...common, entryPoints: [join(import.meta.dirname, 'report.ts')], platform: 'node', outfile: bundle })
// Without comments and names, so that only what runs changes the fingerprint.
const engine = await build({ ...common, entryPoints: [join(root, 'simulations/components/traffic/run-traffic.ts')], minify: true, write: false })
const engineHash = createHash('sha256').update(engine.outputFiles[0].text).digest('hex').slice(0, 16)

const { runTheory } = await import(pathToFileURL(bundle).href)
const begin = performance.now()
const rows = runTheory(isQuick, (line) => console.log(line))
const passed = rows.filter((row) => row.passed).length
if (!isQuick) {
  mkdirSync(join(root, 'conformance', 'results'), { recursive: true })
  const rounded = rows.map((row) => JSON.parse(JSON.stringify(row, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value))))
  const text = rounded.map((row) => `    ${JSON.stringify(row)}`).join(',\n')
  writeFileSync(
    join(root, 'conformance', 'results', 'theory.json'),
    `{\n  "format": "slantwise-theory/1",\n  "engine": "${engineHash}",\n  "confidence": 0.999,\n  "passed": ${passed},\n  "failed": ${rows.length - passed},\n  "rows": [\n${text}\n  ]\n}\n`,
  )
}
console.log(`\nengine ${engineHash}, ${((performance.now() - begin) / 1000).toFixed(1)} s`)
console.log(`${passed} passed, ${rows.length - passed} failed`)
process.exit(passed === rows.length ? 0 : 1)
