import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { applyPolicies } from '@/scripts/csp.mjs'
import { createSiteServer, listen } from '@/scripts/serve.mjs'

export const secret = 'this file lies outside the site'

const page = (text: string) =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${text}</title></head><body><p>${text}</p><script>self.x=1</script><script src="/_next/static/chunks/a1.js"></script></body></html>`

/** A small site in a folder of its own, with a file beside it that nobody may read, behind a running server. */
export async function startSite() {
  const above = mkdtempSync(join(tmpdir(), 'slantwise site '))
  const folder = join(above, 'out')
  const files: Record<string, string> = {
    'index.html': page('choose'),
    'en.html': page('english'),
    'ko.html': page('한국어'),
    'en/sims.html': page('simulators'),
    '404.html': page('lost'),
    'en.txt': 'flight data',
    '_headers': 'for another host',
    '_next/static/chunks/a1.js': `self.y = ${JSON.stringify('y'.repeat(4000))}`,
    '_next/static/static/_buildManifest.js': 'self.z = 1',
    '_next/static/media/font.woff2': 'font bytes',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  writeFileSync(join(above, 'secret.txt'), secret)
  const { policies } = applyPolicies(folder)
  writeFileSync(join(folder, '_csp.json'), JSON.stringify(policies))
  const server = createSiteServer(folder)
  const port = (await listen(server, 0, '127.0.0.1')) as number
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { port, folder, above, policies: policies as Record<string, string>, stop }
}

/** Sends bytes as they are and gives everything that came back until the server closed, or until the wait was over. */
export function exchange(port: number, bytes: string | Buffer, waitMs = 400): Promise<string> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    const received: Buffer[] = []
    let timer = setTimeout(() => socket.destroy(), waitMs)
    socket.on('data', (chunk) => {
      received.push(chunk)
      clearTimeout(timer)
      timer = setTimeout(() => socket.destroy(), 60)
    })
    socket.on('error', () => undefined) // A refused connection is an answer too.
    socket.on('close', () => {
      clearTimeout(timer)
      done(Buffer.concat(received).toString('latin1'))
    })
    socket.write(bytes)
  })
}

/** One well-formed request on a connection that closes. */
export function request(port: number, target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; headers: Map<string, string>; body: string }> {
  const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return exchange(port, `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 2000).then(parseAnswer)
}

export function parseAnswer(text: string): { status: number; headers: Map<string, string>; body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}
