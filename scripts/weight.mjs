// What a first visit to each page costs, in bytes on the wire: scripts (brotli), fonts, and what its simulator adds. Run after a build.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { routeOf } from './csp.mjs'
import { serve } from './serve.mjs'
import { openBrowser, weighSimulator } from './simulator-weight.mjs'

const budget = { scriptKB: 125, englishFontKB: 130 }

/** The gallery draws every picture in every condition at once, for those who change pictures. No other page links to it. */
const galleryScriptKB = 235

/**
 * What a simulator may add until its first run is shown, in kB: what was measured, and a little room. The goal is 85 (`npm run bench`
 * judges it); until limiters and shards come only to the runs that have them, this may only sink.
 */
const simulatorKB = { 'load-balancing': 112 }

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'out')
const kilobytes = (bytes) => Math.round(bytes / 100) / 10

const brotliSizes = new Map()
function brotliSize(address) {
  const file = join(out, decodeURIComponent(address.split('?')[0]))
  const known = brotliSizes.get(file) ?? brotliCompressSync(readFileSync(file)).length
  brotliSizes.set(file, known)
  return known
}

/** Scripts the page names itself. What a component asks for later (a simulator, an editor) is no part of this. */
function scriptsOf(html) {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag))
  const named = tags.map((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1])
  return [...new Set(named.filter((address) => address?.startsWith('/')))]
}

/** The fonts an English page can ask for: every font file that is not the Korean one. */
function englishFonts() {
  const folder = join(root, 'app', 'fonts')
  const names = readdirSync(folder).filter((name) => name.endsWith('.woff2') && name !== 'pretendard.woff2')
  return names.map((name) => readFileSync(join(folder, name)).length)
}

const problems = []
const pages = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
  .map((entry) => relative(out, join(entry.parentPath, entry.name)))
  .sort()
for (const page of pages) {
  const scripts = scriptsOf(readFileSync(join(out, page), 'utf8'))
  const bytes = scripts.reduce((sum, address) => sum + brotliSize(address), 0)
  console.log(`${String(kilobytes(bytes)).padStart(7)} kB of script in ${String(scripts.length).padStart(2)} files  ${routeOf(page)}`)
  if (scripts.length === 0) problems.push(`${routeOf(page)} names no script: the measure does not see what the page loads.`)
  const allowed = /\/gallery$/.test(routeOf(page)) ? galleryScriptKB : budget.scriptKB
  if (bytes > allowed * 1000) problems.push(`${routeOf(page)} loads ${kilobytes(bytes)} kB of script before anybody touches it; ${allowed} kB are allowed.`)
}
const fonts = englishFonts()
const fontBytes = fonts.reduce((sum, bytes) => sum + bytes, 0)
console.log(`${String(kilobytes(fontBytes)).padStart(7)} kB of fonts in ${String(fonts.length).padStart(2)} files  any English page`)
if (fontBytes > budget.englishFontKB * 1000) problems.push(`English fonts weigh ${kilobytes(fontBytes)} kB; ${budget.englishFontKB} kB are allowed.`)
const browser = pages.length === 0 ? null : await openBrowser()
if (browser === null) console.log('There is no browser here to weigh the simulators with.')
else {
  const server = await serve({ folder: out, port: 3267, host: '127.0.0.1', strict: true })
  try {
    for (const [slug, allowed] of Object.entries(simulatorKB)) {
      const { first, later } = await weighSimulator(browser, `http://localhost:3267/en/sims/${slug}`)
      console.log(`${String(kilobytes(first)).padStart(7)} kB of script more until the first run of ${slug} is shown, ${kilobytes(later)} kB later`)
      if (first > allowed * 1000) problems.push(`The simulator ${slug} loads ${kilobytes(first)} kB of script before its first run; ${allowed} kB are allowed.`)
    }
  } finally {
    await browser.close()
    server.close()
  }
}
if (pages.length === 0) problems.push('There is no page in out/. Run: npm run build')

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
