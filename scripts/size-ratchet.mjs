// Files are read by people. One that grows past the limit is split, not excused: a file already too long is listed in
// scripts/size-ratchet.json with its size of that day, and may only shrink.
//
//   node scripts/size-ratchet.mjs             checks
//   node scripts/size-ratchet.mjs --lower     writes smaller sizes into the list; it never adds a file or raises a size
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const defaultLimit = 400
/** What learners read is shorter; its tests are tables, and long ones are no worse. */
const limits = [{ place: /^simulations\/(?!.*\.(test|laws)\.ts$)/, lines: 250 }]
const places = ['app', 'components', 'content', 'lib', 'simulations', 'conformance', 'benchmarks', 'scripts', 'tests']

/** Lines that hold code: neither empty nor only comment. */
export function codeLines(text) {
  const withoutBlocks = text.replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, '')
  return withoutBlocks.split('\n').filter((line) => line.trim() !== '' && !/^\s*\/\//.test(line)).length
}

/** `sizes`: path to lines of code; `listed`: the same for the files once excused. Gives one sentence for each fault. */
export function sizeProblems(sizes, listed) {
  const problems = []
  for (const [path, lines] of Object.entries(sizes)) {
    const limit = limits.find(({ place }) => place.test(path))?.lines ?? defaultLimit
    const allowed = listed[path] ?? limit
    if (lines > Math.max(allowed, limit)) problems.push(`${path} has ${lines} lines of code, ${allowed} are allowed. Split it.`)
    else if (listed[path] !== undefined && lines < listed[path]) problems.push(`${path} shrank from ${listed[path]} to ${lines}. Run: node scripts/size-ratchet.mjs --lower`)
  }
  for (const path of Object.keys(listed)) if (!(path in sizes)) problems.push(`${path} is listed and does not exist. Run: node scripts/size-ratchet.mjs --lower`)
  return problems
}

function measure(root) {
  const sizes = {}
  for (const place of places.filter((name) => existsSync(join(root, name)))) {
    for (const entry of readdirSync(join(root, place), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !path.includes('node_modules')) sizes[path.slice(root.length + 1)] = codeLines(readFileSync(path, 'utf8'))
    }
  }
  return sizes
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const root = resolve(import.meta.dirname, '..')
  const listFile = join(root, 'scripts', 'size-ratchet.json')
  const listed = JSON.parse(readFileSync(listFile, 'utf8'))
  const sizes = measure(root)
  if (process.argv.includes('--lower')) {
    const lower = Object.entries(listed)
      .filter(([path]) => path in sizes)
      .map(([path, lines]) => [path, Math.min(lines, sizes[path])])
      .filter(([path, lines]) => lines > (limits.find(({ place }) => place.test(path))?.lines ?? defaultLimit))
    writeFileSync(listFile, `${JSON.stringify(Object.fromEntries(lower), null, 2)}\n`)
  } else {
    const problems = sizeProblems(sizes, listed)
    if (Object.keys(sizes).length === 0) problems.push('Not one file was measured.')
    if (problems.length > 0) {
      console.error(problems.join('\n'))
      process.exit(1)
    }
    console.log(`${Object.keys(sizes).length} files, the longest ${Math.max(...Object.values(sizes))} lines of code.`)
  }
}
