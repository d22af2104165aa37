import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exchange, parseAnswer, request, secret, startSite } from './site-fixture.ts'

let site: Awaited<ReturnType<typeof startSite>>
beforeAll(async () => {
  site = await startSite()
})
afterAll(async () => {
  await site.stop()
  rmSync(site.above, { recursive: true })
})

const marker = 'x-planted-by-test'

/** What must hold for any answer to any bytes. */
function judge(sent: string, answer: string): string[] {
  const faults: string[] = []
  if (/^HTTP\/1\.1 5\d\d/m.test(answer)) faults.push('a server error')
  if (answer.includes(secret) || /root:.*:0:0:/.test(answer)) faults.push('a file from outside')
  // Every answer on the connection has its own head; bodies of the site never hold the marker.
  if (answer.toLowerCase().includes(marker)) faults.push('an echo of the request')
  for (const [, location = ''] of answer.matchAll(/^location: (.*)$/gim)) {
    if (!/^\/(en|ko)(\/sims)?\r?$/.test(location)) faults.push(`a way to ${location}`)
  }
  return faults.map((fault) => `${JSON.stringify(sent.slice(0, 200))}: ${fault}`)
}

/** A small generator of its own, so that a failure can be repeated: the seed stands in the title. */
function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return { next, pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T, below: (n: number) => Math.floor(next() * n) }
}

const pieces = [
  '/', '//', '/en', '/ko', '/en/sims', '..', '/..', '%2e%2e', '%2e%2e%2f', '..%5c', '..\\', '%00', '%', '%G1', '%c0%ae', '%c0%af', '%u002e', '%0d%0aSet-Cookie:x=1',
  'secret.txt', 'etc/passwd', '/etc/passwd', 'file:///etc/passwd', '_next/', '_next/image?url=/etc/passwd', '/_next/static/../../../secret.txt', '?', '#', '&x=', ';', '\u00ff',
  '@evil.example', 'http://evil.example/', '.html', '/__proto__', '/constructor', '/hasOwnProperty', '%f0%9f%92%a5', '*', '"', "'", '<script>', ' ', '\t', 'a'.repeat(300),
]
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'get', 'BREW', 'CONNECT', 'PRI', 'GET GET', '', 'M-SEARCH']
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'http/1.1', '']
const headerLines = [
  'Host: localhost', 'Host: localhost:3000', 'Host: [::1]', 'Host:', 'Host: a b', 'Host: evil.example/..', 'Host: x\r\nHost: y', 'Connection: close', 'Connection: upgrade\r\nUpgrade: websocket',
  'Content-Length: 5', 'Content-Length: -1', 'Content-Length: 5\r\nContent-Length: 6', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked\r\nContent-Length: 3', 'Expect: 100-continue', 'Expect: the impossible',
  `${marker}: ${marker}`, `Cookie: locale=${marker}`, `Accept-Language: ${marker}`, `Accept-Encoding: ${marker}`, `If-None-Match: ${marker}`, 'Range: bytes=9-1', 'X-Forwarded-Host: evil.example',
  'Next-Router-State-Tree: %', 'RSC: 1', 'x-middleware-subrequest: middleware', `Big: ${'b'.repeat(20_000)}`, 'no colon here', ': no name', 'Folded: a\r\n b', 'Nul: \u0000', 'Accept-Encoding: br;q=1e999, gzip;q=NaN',
]

describe('hostile requests', () => {
  it.each([1, 2, 3])('1,000 made from pieces, seed %d: no error, no foreign file, no echo', { timeout: 60_000 }, async (seed) => {
    const random = randomFrom(seed)
    const requests = Array.from({ length: 1000 }, () => {
      const target = `/${Array.from({ length: 1 + random.below(5) }, () => random.pick(pieces)).join('')}`
      const isWellFormed = random.next() < 0.5 // or else nothing but the first line would ever be tested
      const first = isWellFormed ? `GET ${target} HTTP/1.1` : `${random.pick(methods)} ${target} ${random.pick(versions)}`
      const lines = [...(isWellFormed ? ['Host: localhost'] : []), ...Array.from({ length: random.below(4) }, () => random.pick(headerLines))]
      return `${first}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`
    })
    const faults: string[] = []
    const statuses = new Map<number, number>()
    for (let start = 0; start < requests.length; start += 50) {
      const batch = requests.slice(start, start + 50)
      const answers = await Promise.all(batch.map((bytes) => exchange(site.port, Buffer.from(bytes, 'latin1'))))
      answers.forEach((answer, index) => {
        faults.push(...judge(batch[index] ?? '', answer))
        const { status } = parseAnswer(answer)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      })
    }
    expect(faults).toEqual([])
    // The mix reaches past the parser: many answers, of several kinds.
    for (const status of [400, 404, 405]) expect(statuses.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(5)
    expect((await request(site.port, '/en')).status).toBe(200)
  })

  it('500 strings of random bytes change nothing', { timeout: 60_000 }, async () => {
    const random = randomFrom(99)
    const faults: string[] = []
    for (let start = 0; start < 500; start += 50) {
      const batch = Array.from({ length: 50 }, () => Buffer.from(Array.from({ length: 1 + random.below(400) }, () => random.below(256))))
      const answers = await Promise.all(batch.map((bytes) => exchange(site.port, bytes, 150)))
      answers.forEach((answer, index) => faults.push(...judge(batch[index]?.toString('latin1') ?? '', answer)))
    }
    expect(faults).toEqual([])
    expect((await request(site.port, '/en')).status).toBe(200)
  })

  it.each([
    ['/../secret.txt', 400],
    ['/%2e%2e/secret.txt', 400],
    ['/%2e%2e%2fsecret.txt', 400],
    ['/..%5csecret.txt', 400],
    ['/%', 400],
    ['/%GG', 400],
    ['/%c0%ae%c0%ae/secret.txt', 400],
    ['/en%00.html', 400],
    ['/en%0d%0aX: y', 400],
    ['http://evil.example/en', 400],
    ['*', 400],
    [`/${'a'.repeat(3000)}`, 414],
    ['//evil.example/', 404],
    ['/__proto__', 404],
    ['/constructor', 404],
  ])('%s is %d', async (target, status) => {
    expect((await request(site.port, target)).status).toBe(status)
  })

  it.each([
    ['a body', { 'Content-Length': '5' }, 413],
    ['a chunked body', { 'Transfer-Encoding': 'chunked' }, 413],
    ['a host with a space', { Host: 'a b' }, 400],
    ['a host with a path', { Host: 'localhost/x' }, 400],
    ['headers of 20 kB', { Big: 'b'.repeat(20_000) }, 431],
  ])('%s is refused', async (_what, headers, status) => {
    expect((await request(site.port, '/en', headers as Record<string, string>)).status).toBe(status)
  })

  it.each([
    ['Range', 'bytes=0-'], ['Range', 'bytes=-0'], ['Range', 'bytes=9-1'], ['Range', `bytes=${'0-0,'.repeat(1_000)}0-0`], ['Range', 'lines=1-2'], ['Range', 'bytes=99999999999999999999-'],
    ['If-Range', '"x"'], ['If-Match', '"x"'], ['If-Modified-Since', 'never'], ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['If-None-Match', 'W/'], ['If-None-Match', '"'.repeat(2_000)], ['If-None-Match', `${'"a",'.repeat(2_000)}"b"`], ['If-None-Match', '\u00ff'],
    ['Accept-Encoding', `${'br;q=0,'.repeat(500)}gzip;q=0`], ['Accept-Encoding', 'br;q=, gzip;q=-1, *;q=2'], ['Accept-Language', `${'xx-YY;q=0.1,'.repeat(500)}ko`], ['Cookie', `${'a=b;'.repeat(2_000)}`],
  ])('a strange %s (%s) changes nothing', async (name, value) => {
    const begin = performance.now()
    const answer = await request(site.port, '/en', { [name]: value })
    expect([answer.status, answer.body.length > 0 || answer.headers.has('content-encoding')]).toEqual([200, true])
    expect(performance.now() - begin).toBeLessThan(1_500)
  })

  it('whoever knows the whole list of tags gets 304 and no body, also with a star', async () => {
    const tag = (await request(site.port, '/en')).headers.get('etag')!
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const answer = await request(site.port, '/en', { 'If-None-Match': known })
      expect([known, answer.status, answer.body]).toEqual([known, 304, ''])
    }
  })

  it('a second request behind a body that was refused is not answered', async () => {
    const answer = await exchange(site.port, 'POST /en HTTP/1.1\r\nHost: localhost\r\nContent-Length: 44\r\n\r\nGET /en/sims HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(answer.match(/HTTP\/1\.1 \d+/g)?.filter((line) => !/4\d\d/.test(line))).toEqual([])
  })

  it('a request without a host is refused', async () => {
    expect(parseAnswer(await exchange(site.port, 'GET /en HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(400)
  })

  it('connections that never finish their headers are closed, and others are served meanwhile', { timeout: 30_000 }, async () => {
    const begin = performance.now()
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(site.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write('GET /en HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
      return new Promise<number>((done) => socket.on('close', () => done(performance.now() - begin)).resume())
    })
    expect((await request(site.port, '/en')).status).toBe(200)
    expect(Math.max(...(await Promise.all(slow)))).toBeLessThan(20_000)
  })
})
