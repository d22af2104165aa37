// What the start and test commands share. Plain Node: these run before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
const oldestNode = [20, 19]

/** Ends the program with one sentence that says what to do. */
export function stop(sentence, code = 1) {
  console.error(`\n${sentence}`)
  process.exit(code)
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = oldestNode
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  stop(`Slantwise needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and run the same command again.`)
}

/** The packages that the lockfile asks for and node_modules does not hold, or holds in another version. */
function missingPackages() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return ['everything']
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional && !entry.peer && present[path]?.version !== entry.version)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
}

export function installDependencies() {
  const missing = missingPackages()
  if (missing.length === 0) return
  console.log('Installing the dependencies. The first time takes about half a minute.')
  // npm is a script beside Node on some systems and a shell command on others; this variable names it when npm started us.
  const npm = process.env.npm_execpath
  const words = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...words], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    stop(`The dependencies could not be installed${error ? ` (${error.message})` : ''}. Check the network, then run: npm ci`)
  }
}

/** Everything a build reads. Tests and documents change often and change no page. */
const sourcePlaces = [
  'app', 'components', 'content', 'lib', 'public', 'simulations', 'package-lock.json', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json',
  'scripts/build.mjs', 'scripts/csp.mjs', 'scripts/headers.mjs',
]

function filesUnder(place) {
  const path = join(root, place)
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** One hash over names and contents of the sources: the site is built again when it changes, and only then. */
function sourceStamp() {
  const files = sourcePlaces.flatMap((place) => (/\.\w+$/.test(place) ? [join(root, place)] : filesUnder(place))).filter(existsSync)
  const hash = createHash('sha256').update(process.env.SITE_URL ?? '')
  for (const file of files.sort()) {
    if (/\.(test|laws)\.tsx?$/.test(file)) continue
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

const stampFile = join(root, '.cache', 'build-stamp')

export function siteIsBuilt() {
  return existsSync(join(root, 'out', 'en.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()
}

/** Builds when the sources differ from those of the last build; gives true when the site stands. */
export function buildSite({ quiet = false } = {}) {
  if (siteIsBuilt()) return true
  const stamp = sourceStamp()
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: quiet ? 'pipe' : 'inherit',
    encoding: 'utf8',
  })
  if (status !== 0) {
    if (quiet) console.error(stdout + stderr)
    return false
  }
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
  return true
}
