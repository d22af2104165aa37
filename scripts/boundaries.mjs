// Who imports whom, against .dependency-cruiser.cjs.
//
//   node scripts/boundaries.mjs [folder]        the repository, or another folder laid out like it (the test's)
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? root)
const places = ['app', 'components', 'content', 'lib', 'simulations', 'conformance', 'benchmarks'].filter((place) => existsSync(join(folder, place)))

const { forbidden, options } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))
process.chdir(folder) // aliases are read from where the program stands
const tsConfigFile = join(folder, 'tsconfig.json')
const here = { ...options, baseDir: folder, tsConfig: { fileName: tsConfigFile }, validate: true, ruleSet: { forbidden } }
const { output } = await cruise(places, here, undefined, { tsConfig: extractTSConfig(tsConfigFile) })

for (const { from, to, rule } of output.summary.violations) {
  const { comment = '' } = forbidden.find(({ name }) => name === rule.name) ?? {}
  console.error(`${from} imports ${to}: ${rule.name}. ${comment}`)
}

// A checker that reads no module is green for the wrong reason. Every source file on disk must be among the modules read.
const sources = places.flatMap((place) =>
  readdirSync(join(folder, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
)
const read = new Set(output.modules.map(({ source }) => source))
const unread = sources.filter((source) => !read.has(source))
if (unread.length > 0) console.error(`${unread.length} source files were not read, among them ${unread.slice(0, 3).join(', ')}.`)
if (sources.length === 0) console.error('There is no source file to read.')

const isClean = output.summary.violations.length === 0 && unread.length === 0 && sources.length > 0
if (isClean) console.log(`${sources.length} source files keep the boundaries.`)
process.exit(isClean ? 0 : 1)
