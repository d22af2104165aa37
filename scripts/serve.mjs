// Serves the exported site: static files, clean addresses, every header of scripts/headers.mjs. Only Node's own modules.
//
//   node scripts/serve.mjs [out] [port]        HOST=0.0.0.0 to be reachable from other machines
//
// The list of files is read once at the start, and a request can only name an entry of that list: a path is never joined to a folder
// while answering, so no request can reach outside it.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { assetPolicy, commonHeaders, forever, framePolicy, hashedAssets, pagePolicy, revalidate } from './headers.mjs'
import { routeOf } from './csp.mjs'

const limits = { urlBytes: 2048, headerBytes: 16 * 1024, headersMs: 10_000, requestMs: 15_000, checkMs: 2_000, connections: 1024 }

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}
const compressible = /^(text\/|application\/(json|xml|manifest|wasm)|image\/(svg|x-icon))/

// Written by the build for servers and not for visitors.
const unlisted = new Set(['/_csp.json', '/_headers', '/404', '/_not-found'])

/** Every address of the site and the file behind it. */
function readSite(folder) {
  const policyFile = join(folder, '_csp.json')
  const policies = existsSync(policyFile) ? JSON.parse(readFileSync(policyFile, 'utf8')) : {}
  const entries = new Map()
  let lost = null
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const inside = relative(folder, file)
    if (!entry.isFile() || entry.name === '.nojekyll') continue
    const isPage = entry.name.endsWith('.html')
    const route = isPage ? routeOf(inside) : `/${inside.split(sep).join('/')}`
    const type = types[extname(entry.name)] ?? 'application/octet-stream'
    const policy = isPage ? `${policies[route] ?? pagePolicy([])}; ${framePolicy}` : assetPolicy
    const item = { file, type, policy, cache: hashedAssets.test(route) ? forever : revalidate, body: null, variants: new Map() }
    if (route === '/404') lost = item
    if (!unlisted.has(route)) entries.set(route, item)
  }
  return { entries, lost }
}

/** The bytes of a file in the best encoding the client takes; read and compressed once, then kept. */
async function variantOf(item, encoding) {
  const known = item.variants.get(encoding)
  if (known) return known
  const making = makeVariant(item, encoding)
  item.variants.set(encoding, making)
  making.catch(() => item.variants.delete(encoding))
  return making
}

async function makeVariant(item, encoding) {
  const body = await (item.body ??= readFile(item.file))
  const packed =
    encoding === 'br'
      ? await promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
      : encoding === 'gzip'
        ? await promisify(gzip)(body, { level: 9 })
        : body
  return { body: packed, etag: `"${createHash('sha256').update(packed).digest('base64url').slice(0, 22)}"` }
}

function encodingFor(item, accepted) {
  if (!compressible.test(item.type)) return 'identity'
  const offers = new Map(
    String(accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.trim().split(/\s*;\s*q=/))
      .map(([name, quality]) => [name, quality === undefined ? 1 : Number(quality)]),
  )
  return ['br', 'gzip'].find((name) => (offers.get(name) ?? 0) > 0) ?? 'identity'
}

/** The path a request asks for, or the status that refuses it. Nothing is normalised: an odd path is simply no address of the site. */
export function readTarget(url) {
  if (Buffer.byteLength(url) > limits.urlBytes) return { status: 414 }
  if (!url.startsWith('/')) return { status: 400 }
  const raw = url.split(/[?#]/, 1)[0]
  let path
  try {
    path = decodeURIComponent(raw)
  } catch {
    return { status: 400 }
  }
  if (/[\u0000-\u001f\u007f\\]/.test(path) || path.split('/').includes('..')) return { status: 400 }
  return { path }
}

const hostName = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?\.?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

/** The language for `/`: the one chosen before, else the first wanted one the site has, else English. */
export function preferredLocale(cookie = '', acceptLanguage = '') {
  const chosen = /(?:^|;\s*)locale=(en|ko)(?:;|$)/.exec(cookie)
  if (chosen) return chosen[1]
  const wanted = acceptLanguage
    .split(',')
    .slice(0, 20)
    .map((part, index) => {
      const [tag = '', quality] = part.trim().toLowerCase().split(/\s*;\s*q=/)
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0, index }
    })
    .filter(({ language, quality }) => (language === 'en' || language === 'ko') && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
  return wanted[0]?.language ?? 'en'
}

const refusals = {
  400: 'This request could not be read.',
  404: 'There is no such page.',
  405: 'Only GET and HEAD are answered here.',
  408: 'The request took too long.',
  413: 'A request needs no body here.',
  414: 'The address is too long.',
  431: 'The request headers are too large.',
}

function refusalHeaders(status, body) {
  return {
    ...commonHeaders,
    'Content-Security-Policy': assetPolicy,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  }
}

function refuse(request, response, status) {
  const body = `${refusals[status]}\n`
  const keep = status === 404 || status === 405
  response.writeHead(status, { ...refusalHeaders(status, body), ...(keep ? {} : { Connection: 'close' }) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** For requests Node could not parse: there is no response object, so the answer is written by hand. */
function refuseSocket(socket, status, reason) {
  if (!socket.writable) return socket.destroy()
  const body = `${refusals[status]}\n`
  const headers = Object.entries({ ...refusalHeaders(status, body), Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${headers.join('')}\r\n${body}`)
}

function redirect(response, status, location, extra = {}) {
  response.writeHead(status, { ...commonHeaders, 'Content-Security-Policy': assetPolicy, Location: location, 'Content-Length': 0, ...extra })
  response.end()
}

async function send(request, response, item, status) {
  const encoding = encodingFor(item, request.headers['accept-encoding'])
  const { body, etag } = await variantOf(item, encoding)
  const headers = {
    ...commonHeaders,
    'Content-Security-Policy': item.policy,
    'Content-Type': item.type,
    'Cache-Control': status === 200 ? item.cache : 'no-store',
    ETag: etag,
    ...(compressible.test(item.type) ? { Vary: 'Accept-Encoding' } : {}),
  }
  const known = String(request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (status === 200 && (known.includes(etag) || known.includes('*'))) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(status, { ...headers, 'Content-Length': body.length, ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answer(site, request, response) {
  const host = request.headers.host
  if (host === undefined || !hostName.test(host)) return refuse(request, response, 400)
  const target = readTarget(request.url ?? '')
  if (target.status) return refuse(request, response, target.status)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(request, response, 405)
  if (Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined) return refuse(request, response, 413)
  const { path } = target
  if (path === '/' && site.entries.has('/en')) {
    const locale = preferredLocale(request.headers.cookie, request.headers['accept-language'])
    return redirect(response, 307, `/${locale}`, { Vary: 'Accept-Language, Cookie', 'Cache-Control': 'private, no-cache' })
  }
  const item = site.entries.get(path)
  if (item) return send(request, response, item, 200)
  // `/en/` is `/en`; the new address is one of ours, never an echo of the request.
  const shorter = path.slice(0, -1)
  if (path.endsWith('/') && shorter !== '/' && site.entries.has(shorter)) return redirect(response, 308, encodeURI(shorter), { 'Cache-Control': revalidate })
  return site.lost ? send(request, response, site.lost, 404) : refuse(request, response, 404)
}

export function createSiteServer(folder) {
  const site = readSite(resolve(folder))
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: 5_000,
    },
    (request, response) => {
      // A body is never read: what is left of one is thrown away with the connection.
      answer(site, request, response).catch(() => {
        // The file went away after the start, as it does when the site is built again.
        if (response.headersSent) response.destroy()
        else refuse(request, response, 404)
      })
    },
  )
  server.maxConnections = limits.connections
  server.on('checkContinue', (request, response) => refuse(request, response, 413))
  server.on('checkExpectation', (request, response) => refuse(request, response, 400))
  server.on('connect', (_request, socket) => refuseSocket(socket, 405, 'Method Not Allowed'))
  server.on('clientError', (error, socket) => {
    if (error.code === 'ECONNRESET') return socket.destroy()
    if (error.code === 'HPE_HEADER_OVERFLOW') return refuseSocket(socket, 431, 'Request Header Fields Too Large')
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuseSocket(socket, 408, 'Request Timeout')
    return refuseSocket(socket, 400, 'Bad Request')
  })
  return server
}

/** Listens on the wished port, or on the next free one of the following twenty; gives the port. */
export function listen(server, wished, host, { strict = false } = {}) {
  return new Promise((done, fail) => {
    let port = wished
    server.on('error', (error) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
      if (strict || !isTaken || port >= wished + 20) return fail(error)
      port += 1
      server.listen(port, host)
    })
    server.once('listening', () => done(server.address().port))
    server.listen(port, host)
  })
}

export async function serve({ folder, port, host = process.env.HOST ?? '127.0.0.1', strict = false }) {
  if (!existsSync(join(folder, 'en.html'))) throw new Error(`${folder} holds no built site. Run: npm run build`)
  const server = createSiteServer(folder)
  const actual = await listen(server, port, host, { strict })
  const shown = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  if (actual !== port) console.log(`Port ${port} is taken, so another one is used.`)
  console.log(`Slantwise is at http://${shown}:${actual}`)
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      server.close(() => process.exit(0))
      server.closeAllConnections()
    })
  }
  return server
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const [folder = join(import.meta.dirname, '..', 'out'), port = process.env.PORT ?? '3000'] = process.argv.slice(2)
  serve({ folder: resolve(folder), port: Number(port), strict: process.argv[3] !== undefined }).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
}
