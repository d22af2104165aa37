// Runs after the export. Writes out/sw.js, which keeps the site readable without a network, and out/offline.json, which says how much all
// of it is.
//
//   node scripts/service-worker.mjs [out]
//
// What it does when it runs is in service-worker-source.js; here only the lists are made.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { routeOf } from './csp.mjs'

/** Written for servers or for this script, or never asked for by a page. */
const left = [
  /^\/_(csp\.json|headers)$/, /^\/(sw\.js|offline\.json|robots\.txt|sitemap\.xml|\.nojekyll|entry\.js)$/, /^\/og\//, /^\/404$/, /^\/_not-found/, /(^|\/)__next\./,
  /\.ts$/, /\.map$/, /^\/_next\/static\/static\//,
]
/** Only Korean pages ask for it; it is kept when one is opened. */
const onVisit = /\/pretendard\.[^/]+\.woff2$/

/** Every address a visitor may need without a network, with its size and a hash of its contents. */
export function listSite(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const inside = relative(folder, file)
      const address = entry.name.endsWith('.html') ? routeOf(inside) : `/${inside.split(sep).join('/')}`
      const body = readFileSync(file)
      return { address, bytes: body.length, hash: createHash('sha256').update(body).digest('base64url').slice(0, 16) }
    })
    .filter(({ address }) => address !== '/' && !left.some((pattern) => pattern.test(address)))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** What every visitor gets: the code and the fonts, and the page that says that a page is not here. Pages come as they are visited. */
export function coreOf(files) {
  return files.filter(({ address }) => (address.startsWith('/_next/static/') && !onVisit.test(address)) || /^\/(en|ko)\/offline$/.test(address) || /^\/find\//.test(address))
}

export function writeServiceWorker(folder) {
  const files = listSite(folder)
  const core = coreOf(files)
  if (core.length < 5) throw new Error(`${folder} holds ${core.length} files to keep; run next build first.`)
  for (const locale of ['en', 'ko']) if (!core.some(({ address }) => address === `/${locale}/offline`)) throw new Error(`There is no page /${locale}/offline.`)
  const source = readFileSync(join(import.meta.dirname, 'service-worker-source.js'), 'utf8')
  const version = createHash('sha256').update(source).update(files.map(({ address, hash }) => `${address} ${hash}\n`).join('')).digest('base64url').slice(0, 12)
  const constants = `const VERSION = ${JSON.stringify(version)}\nconst CORE = ${JSON.stringify(core.map(({ address }) => address))}\n`
  writeFileSync(join(folder, 'sw.js'), `${constants}${source}`)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  writeFileSync(join(folder, 'offline.json'), `${JSON.stringify({ version, files: files.length, bytes, addresses: files.map(({ address }) => address) })}\n`)
  return { version, core: core.length, coreBytes: core.reduce((sum, file) => sum + file.bytes, 0), files: files.length, bytes }
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'out'))
  if (!existsSync(folder)) throw new Error(`There is no ${folder}.`)
  const { core, coreBytes, files, bytes } = writeServiceWorker(folder)
  const megabytes = (count) => (count / 1e6).toFixed(1)
  console.log(`Offline: ${core} files (${megabytes(coreBytes)} MB unpacked) kept at the first visit, ${files} (${megabytes(bytes)} MB) on request.`)
}
