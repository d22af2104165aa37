/*
 * The service worker. scripts/service-worker.mjs puts VERSION and CORE (addresses kept at the first visit) before this text.
 *
 * One cache for a version. What carries a hash in its name is taken from the cache first; everything else from the network, and from the
 * cache when the network fails or takes longer than PATIENCE_MS. A new version waits until no tab of the old one is left, so no page is
 * taken from under somebody's hands; when it takes over, it has already fetched anew the pages that were visited.
 */
/* global VERSION, CORE, self, caches */
const CACHE = `slantwise-${VERSION}`
const PATIENCE_MS = 4000
const AT_ONCE = 6
const hashed = /^\/_next\/static\/(chunks|media|css)\//
// Pages, and the same pages as data for a click inside the site.
const isPage = (path) => /^\/(en|ko)(\/|\.txt$|$)/.test(path)

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

async function install() {
  const cache = await caches.open(CACHE)
  const failed = await inTurn(CORE, (path) => keep(cache, path))
  if (failed > 0) throw new Error(`${failed} files could not be fetched.`)
  // Pages somebody has opened before belong to the old version: fetch them in this one. One that is gone is not missed.
  const visited = new Set()
  for (const name of await oldCaches()) {
    for (const request of await (await caches.open(name)).keys()) {
      const { pathname } = new URL(request.url)
      if (isPage(pathname)) visited.add(pathname)
    }
  }
  await inTurn([...visited].filter((path) => !CORE.includes(path)), (path) => keep(cache, path))
}

async function activate() {
  for (const name of await oldCaches()) await caches.delete(name)
  await self.clients.claim()
}

async function oldCaches() {
  return (await caches.keys()).filter((name) => name.startsWith('slantwise-') && name !== CACHE)
}

/** Puts an address into the cache; a file with a hash in its name that any cache has is not fetched again. */
async function keep(cache, path) {
  if (await cache.match(path, { ignoreSearch: true })) return
  const known = hashed.test(path) ? await caches.match(path) : undefined
  const answer = known ?? (await fetch(path, { cache: 'no-cache' }))
  if (!answer.ok || answer.redirected) throw new Error(`${path} answered ${answer.status}.`)
  await cache.put(path, answer)
}

/** Does something for every item, a few at a time. Gives the number that failed. */
async function inTurn(items, act, done = () => undefined) {
  let next = 0
  let failed = 0
  const lane = async () => {
    while (next < items.length) {
      const item = items[next++]
      try {
        await act(item)
      } catch {
        failed += 1
      }
      done(next, failed)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return failed
}

self.addEventListener('message', (event) => {
  const { kind, pathname } = event.data ?? {}
  if (kind === 'visited' && typeof pathname === 'string' && isPage(pathname)) event.waitUntil(keepPage(pathname))
  if (kind === 'everything' && event.ports[0]) event.waitUntil(keepEverything(event.ports[0]))
})

/** A page that was opened before this worker watched: itself, its data, and the fonts and pictures it named. */
async function keepPage(pathname) {
  const cache = await caches.open(CACHE)
  const path = pathname.replace(/\/$/, '')
  await Promise.allSettled([keep(cache, path), keep(cache, `${path}.txt`)])
  if (!path.startsWith('/ko')) return
  // Style sheets name the Korean font; the browser has it already, so this costs nothing.
  for (const sheet of CORE.filter((one) => one.endsWith('.css'))) {
    const text = await (await cache.match(sheet))?.text()
    for (const [, file] of text?.matchAll(/url\(([^)]*pretendard\.[^)]*\.woff2)\)/g) ?? []) {
      await keep(cache, new URL(file, new URL(sheet, self.location.origin)).pathname).catch(() => undefined)
    }
  }
}

async function keepEverything(port) {
  try {
    const { addresses } = await (await fetch('/offline.json', { cache: 'no-cache' })).json()
    const cache = await caches.open(CACHE)
    let done = 0
    let failed = 0
    await inTurn(addresses, async (path) => {
      try {
        await keep(cache, path)
        done += 1
      } catch {
        failed += 1
      }
      port.postMessage({ done, failed, files: addresses.length })
    })
  } catch {
    port.postMessage({ done: 0, failed: 1, files: 1 })
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || request.headers.has('range')) return
  if (/^\/(sw\.js|offline\.json|_csp\.json)$/.test(url.pathname)) return
  event.respondWith(hashed.test(url.pathname) ? fromCacheFirst(request, url) : fromNetworkFirst(event, url))
})

async function fromCacheFirst(request, url) {
  const cache = await caches.open(CACHE)
  const hit = (await cache.match(url.pathname)) ?? (await caches.match(url.pathname))
  if (hit) return fresh(hit)
  const answer = await fetch(request)
  if (answer.ok && !answer.redirected) await cache.put(url.pathname, answer.clone())
  return answer
}

async function fromNetworkFirst(event, url) {
  const { request } = event
  const cache = await caches.open(CACHE)
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && answer.type === 'basic' && !answer.redirected) await cache.put(path, answer.clone())
    return answer
  })
  event.waitUntil(asked.catch(() => undefined))
  const hit = await cache.match(path)
  try {
    return hit === undefined ? await asked : await Promise.race([asked, late()])
  } catch {
    if (hit !== undefined) return fresh(hit)
    if (request.mode !== 'navigate') return Response.error()
    // The first page of a site without a network: the language that was chosen, else the browser's.
    if (path === '/') {
      const locale = (self.navigator.language ?? '').startsWith('ko') ? 'ko' : 'en'
      if (await cache.match(`/${locale}`)) return Response.redirect(`/${locale}`, 302)
    }
    const absent = await cache.match(path.startsWith('/ko') ? '/ko/offline' : '/en/offline')
    return absent === undefined ? Response.error() : new Response(absent.body, { status: 503, headers: absent.headers })
  }
}

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('late')), PATIENCE_MS))
}

/**
 * A cached answer remembers the address it came from. A worker would take that for its own, without the part after "#", which says what it
 * should load; and a page that was redirected may not be answered with it. A new answer has no address.
 */
function fresh(hit) {
  return new Response(hit.body, { status: hit.status, headers: hit.headers })
}
