// Runs after the export. Writes out/og/<language>/<name>.png: the picture of a run as a card for messages and searches. The run is the one that
// the page itself shows without scripts, taken from its HTML, so a card can never show another run than the page.
//
//   node scripts/social-pictures.mjs [out]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ImageResponse } from 'next/og.js'

const size = { width: 1200, height: 630 }
const mostHigh = 372

/** The light palette of app/globals.css: a card is read outside the site, where no style sheet is. */
const colours = {
  paper: '#f0f6f3', sheet: '#f9fdfb', sunk: '#e6eeea', line: '#cdd8d3', edge: '#72857e', ink: '#0e2823', 'ink-2': '#39534d', 'ink-3': '#536b65', now: '#c30562', 'on-now': '#ffffff',
  req: '#1552b2', ok: '#1a8d72', fail: '#bc3418', wait: '#ba8303', stale: '#a35eca', idle: '#848f8c', 'wait-wash': '#fae9ca', 'wait-text': '#815702', 'fail-text': '#b5330e', 'ok-text': '#12715a',
}

const font = (name) => readFileSync(join(import.meta.dirname, 'social-fonts', name))
const fonts = [
  { name: 'Special Gothic', data: font('special-gothic-600.woff'), weight: 600 },
  { name: 'Pretendard', data: font('pretendard-700.woff'), weight: 600 },
]

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" }
const plain = (text) => text.replace(/<[^>]+>/g, '').replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name) => entities[name])

/** Title and description of a page, and the drawing of its run with the names of its lanes. */
export function readCard(html) {
  const meta = (name) => plain(new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1] ?? '')
  const finished = /<noscript>[\s\S]*?<\/noscript>/.exec(html)?.[0] ?? ''
  const drawings = (text) => [...text.matchAll(/<svg role="img"[^>]*viewBox="0 0 (\d+) (\d+)"[\s\S]*?<\/svg>/g)].filter(([svg, width]) => Number(width) >= 600 && svg.includes('<clipPath'))
  const [drawing] = [...drawings(finished), ...drawings(html)]
  if (drawing === undefined) return null
  const [svg, width, height] = drawing
  const lanes = [...svg.matchAll(/<text x="20" y="([\d.]+)"[^>]*><tspan font-weight="600">([\s\S]*?)<\/tspan>/g)].map(([, y, name]) => ({ y: Number(y), name: plain(name) }))
  // The names stand left of the drawing, whose own coordinates begin to their right.
  const [, column] = /<g transform="translate\((\d+) 0\)">/.exec(svg) ?? []
  const now = /<text x="([\d.]+)" y="([\d.]+)"[^>]*class="fill-on-now"[^>]*>([\s\S]*?)<\/text>/.exec(svg)
  const flag = now === null ? null : { x: Number(now[1]) + Number(column ?? 0), y: Number(now[2]), text: plain(now[3]) }
  return { title: meta('og:title'), line: meta('og:description'), heading: plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''), svg: withoutStyles(svg), width: Number(width), height: Number(height), lanes, flag }
}

/** A drawing that needs no style sheet and no font: colours in place of classes; words are set by the card. */
function withoutStyles(svg) {
  return svg
    .replace(/<text[\s\S]*?<\/text>/g, '')
    .replace(/ class="([^"]*)"/g, (_, names) => names.split(' ').map((name) => {
      const [, kind, colour] = /^(fill|stroke)-(.+)$/.exec(name) ?? []
      return colours[colour] === undefined ? '' : ` ${kind}="${colours[colour]}"`
    }).join(''))
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
}

const element = (style, children, type = 'div', rest = {}) => ({ type, key: null, props: { style: { display: 'flex', ...style }, children, ...rest } })

async function draw({ title, line, svg, width, height, lanes, flag }, locale) {
  // A wide drawing runs from edge to edge; a compact one keeps its proportions and leaves the words their room.
  const scale = Math.min(size.width / width, mostHigh / height)
  const picture = Math.round(height * scale)
  const words = [
    element({ fontSize: title.length > 22 ? 60 : 84, lineHeight: 1.1 }, title),
    element({ fontSize: 26, lineHeight: 1.35, marginTop: 12, color: colours['ink-2'], maxWidth: 1080, wordBreak: 'keep-all' }, line),
  ]
  const card = element({ width: '100%', height: '100%', flexDirection: 'column', background: colours.sheet, color: colours.ink, fontFamily: locale === 'ko' ? 'Pretendard' : 'Special Gothic' }, [
    element({ flexDirection: 'column', padding: '40px 56px 0', flexGrow: 1 }, words),
    element({ position: 'relative', width: size.width, height: picture, marginBottom: 44 }, [
      element({}, undefined, 'img', { src: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, width: width * scale, height: picture }),
      ...lanes.map(({ y, name }) => element({ position: 'absolute', left: 20 * scale, top: (y - 5) * scale - 14, fontSize: 20 }, name)),
      ...(flag === null ? [] : [element({ position: 'absolute', left: (flag.x - 80) * scale, width: 160 * scale, top: (flag.y - 17) * scale, height: 24 * scale, alignItems: 'center', justifyContent: 'center', fontSize: 16 * scale, color: colours['on-now'] }, flag.text)]),
    ]),
    element({ position: 'absolute', right: 40, bottom: 14, fontSize: 26, fontFamily: 'Special Gothic' }, 'Slantwise'),
  ])
  return Buffer.from(await new ImageResponse(card, { ...size, fonts }).arrayBuffer())
}

export async function writePictures(folder) {
  const made = []
  for (const locale of ['en', 'ko']) {
    const lessons = join(folder, locale, 'learn')
    const names = existsSync(lessons) ? readdirSync(lessons).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5)) : []
    for (const [name, file] of [['home', `${locale}.html`], ...names.map((name) => [name, join(locale, 'learn', `${name}.html`)])]) {
      const card = readCard(readFileSync(join(folder, file), 'utf8'))
      if (card === null) throw new Error(`${file} shows no run, so there is none for its card.`)
      const target = join(folder, 'og', locale, `${name}.png`)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, await draw(name === 'home' ? { ...card, title: card.heading } : card, locale))
      made.push(target)
    }
  }
  return made
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'out'))
  console.log(`Cards: ${(await writePictures(folder)).length} pictures of runs.`)
}
