// npm run hashes [-- --write]
//
// Compares the hash of every run of tests/determinism/cases.ts with golden.json and prints what differs; --write accepts it.
// A changed hash is a changed simulation: commit it only when you know which change of the code caused it, and want it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..', '..')
const golden = join(import.meta.dirname, 'golden.json')
const bundle = join(root, '.cache', 'determinism', 'cases.mjs')
const words = process.argv.slice(2)
if (words.some((word) => word !== '--write')) {
  console.error(`"${words.join(' ')}" is not understood. Write: npm run hashes [-- --write]`)
  process.exit(2)
}
mkdirSync(join(root, '.cache', 'determinism'), { recursive: true })
await build({ entryPoints: [join(import.meta.dirname, 'cases.ts')], bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error' })
const { hashAll } = await import(pathToFileURL(bundle).href)
const now = hashAll()
const before = existsSync(golden) ? JSON.parse(readFileSync(golden, 'utf8')) : {}
let differ = 0
for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
  if (before[name] === now[name]) continue
  differ++
  console.log(`${name}: ${before[name] ?? 'new'} -> ${now[name] ?? 'gone'}`)
}
const count = Object.keys(now).length
if (words.includes('--write')) {
  writeFileSync(golden, `${JSON.stringify(now, null, 2)}\n`)
  console.log(`${differ} of ${count} hashes changed and were written.`)
} else {
  console.log(differ === 0 ? `${count} hashes are as they were.` : `${differ} of ${count} hashes differ. If you want that: npm run hashes -- --write`)
  process.exit(differ === 0 ? 0 : 1)
}
