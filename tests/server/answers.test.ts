import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSiteServer, listen, preferredLocale } from '@/scripts/serve.mjs'
import { request, startSite } from './site-fixture.ts'

let site: Awaited<ReturnType<typeof startSite>>
beforeAll(async () => {
  site = await startSite()
})
afterAll(async () => {
  await site.stop()
  rmSync(site.above, { recursive: true })
})

describe('addresses', () => {
  it.each([
    ['/en', 200, 'english'],
    ['/en?seed=1', 200, 'english'],
    ['/ko', 200, ''],
    ['/en/sims', 200, 'simulators'],
    ['/en.txt', 200, 'flight data'],
    ['/_next/static/chunks/a1.js', 200, 'self.y'],
    ['/%65n', 200, 'english'],
    ['/en.html', 404, 'lost'],
    ['/EN', 404, 'lost'],
    ['/nowhere', 404, 'lost'],
    ['/404', 404, 'lost'],
    ['/_csp.json', 404, 'lost'],
    ['/_headers', 404, 'lost'],
    ['//en', 404, 'lost'],
    ['/en//sims', 404, 'lost'],
    ['/./en', 404, 'lost'],
  ])('%s gives %d', async (target, status, text) => {
    const answer = await request(site.port, target)
    expect([answer.status, answer.body.includes(text)]).toEqual([status, true])
  })

  it('a slash too many leads to the address without it', async () => {
    const answer = await request(site.port, '/en/sims/')
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/en/sims'])
  })

  it('HEAD gives the headers of GET and no body', async () => {
    const [head, get] = [await request(site.port, '/en', {}, 'HEAD'), await request(site.port, '/en')]
    expect(head.status).toBe(200)
    expect(head.body).toBe('')
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
  })

  it('a wish for a part of a file is answered with the whole file', async () => {
    const answer = await request(site.port, '/en.txt', { Range: 'bytes=0-3' })
    expect([answer.status, answer.body]).toEqual([200, 'flight data'])
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s is refused with the methods that are answered', async (method) => {
    const answer = await request(site.port, '/en', {}, method)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('a file that went away after the start is a lost page and not an error', async () => {
    const own = await startSite()
    rmSync(join(own.folder, 'en.html'))
    const answer = await request(own.port, '/en')
    await own.stop()
    rmSync(own.above, { recursive: true })
    expect(answer.status).toBe(404)
  })
})

describe('the port', () => {
  it('is the next free one when the wished one is taken, and an error when only that one will do', async () => {
    const [second, third] = [createSiteServer(site.folder), createSiteServer(site.folder)]
    const port = (await listen(second, site.port, '127.0.0.1')) as number
    expect(port).toBeGreaterThan(site.port)
    expect((await request(port, '/en')).status).toBe(200)
    await expect(listen(third, site.port, '127.0.0.1', { strict: true })).rejects.toThrow('EADDRINUSE')
    second.close()
  })
})

describe('caches', () => {
  it('an answer the client still has is not sent again', async () => {
    const { headers } = await request(site.port, '/en')
    const again = await request(site.port, '/en', { 'If-None-Match': `"other", W/${headers.get('etag')}` })
    expect([again.status, again.body]).toEqual([304, ''])
    expect((await request(site.port, '/en', { 'If-None-Match': '"other"' })).status).toBe(200)
  })

  it.each([
    ['/en', 'public, max-age=0, must-revalidate'],
    ['/_next/static/chunks/a1.js', 'public, max-age=31536000, immutable'],
    ['/_next/static/media/font.woff2', 'public, max-age=31536000, immutable'],
    // The name of this one carries no hash of its contents.
    ['/_next/static/static/_buildManifest.js', 'public, max-age=0, must-revalidate'],
    ['/nowhere', 'no-store'],
  ])('%s may be kept: %s', async (target, expected) => {
    expect((await request(site.port, target)).headers.get('cache-control')).toBe(expected)
  })

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip;q=1, br;q=0', 'gzip', gunzipSync],
  ])('accepting "%s" gives %s that unpacks to the file', async (accepted, expected, unpack) => {
    const answer = await request(site.port, '/_next/static/chunks/a1.js', { 'Accept-Encoding': accepted })
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([expected, 'Accept-Encoding'])
    expect(unpack(Buffer.from(answer.body, 'latin1')).toString()).toContain('self.y = "yyyy')
  })

  it('a font is sent as it is: it is packed already', async () => {
    expect((await request(site.port, '/_next/static/media/font.woff2', { 'Accept-Encoding': 'br' })).headers.get('content-encoding')).toBeUndefined()
  })
})

describe('languages', () => {
  it.each([
    ['', '', 'en'],
    ['', 'ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['', 'en-GB,ko;q=0.9', 'en'],
    ['', 'fr, ko;q=0.3, en;q=0.2', 'ko'],
    ['', 'ko;q=0, en;q=0.1', 'en'],
    ['', 'fr', 'en'],
    ['', ';;;,q=x,ko;q=abc', 'en'],
    ['locale=ko', 'en', 'ko'],
    ['theme=1; locale=en', 'ko', 'en'],
    ['locale=fr', 'ko', 'ko'],
    ['xlocale=ko', 'en', 'en'],
  ])('cookie "%s" and wish "%s" lead to %s', (cookie, wish, expected) => {
    expect(preferredLocale(cookie, wish)).toBe(expected)
  })

  it('/ leads there, and says what the answer depends on', async () => {
    const answer = await request(site.port, '/', { 'Accept-Language': 'ko' })
    expect([answer.status, answer.headers.get('location'), answer.headers.get('vary')]).toEqual([307, '/ko', 'Accept-Language, Cookie'])
  })
})

describe('headers', () => {
  const everywhere = [
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['origin-agent-cluster', '?1'],
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
  ] as const

  it.each(['/', '/en', '/en/', '/nowhere', '/%', '/en.txt', '/_next/static/chunks/a1.js'])('%s carries every protective header', async (target) => {
    const { headers } = await request(site.port, target)
    for (const [name, value] of everywhere) expect(headers.get(name), name).toBe(value)
    expect(headers.get('permissions-policy')).toContain('camera=()')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeUndefined()
  })

  it('a page carries the hashes of its own scripts, a script file none', async () => {
    const page = (await request(site.port, '/en')).headers.get('content-security-policy') ?? ''
    expect(page).toBe(`${site.policies['/en']}; frame-ancestors 'none'`)
    expect(page).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
    expect((await request(site.port, '/_next/static/chunks/a1.js')).headers.get('content-security-policy')).toContain("script-src 'self';")
  })
})
