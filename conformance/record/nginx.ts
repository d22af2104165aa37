/**
 * What: records nginx's round robin, passive health and least_conn. One fresh nginx a case.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nginxCases, type SequenceCase } from './cases.ts'
import { ask, hold, sleep, startBackends, startProcess, stopProcess } from './servers.ts'

const PORT = 18_800
const BACKEND_PORT = 18_880
const BINARY = process.env.NGINX ?? '/usr/sbin/nginx'

export async function recordNginx(folder: string): Promise<{ file: string; trace: object }[]> {
  const recorded = []
  for (const [name, { area, cases }] of Object.entries(nginxCases)) {
    const list = []
    for (const item of cases) list.push(await recordCase(item, folder, area.endsWith('passive_health')))
    recorded.push({ file: `nginx/${name}.json`, trace: { area, config: 'worker_processes 1; no zone; fresh nginx for each case; proxy_next_upstream error timeout', how: 'sequential requests on fresh connections; tried = $upstream_addr in order; t = whole seconds of nginx’s Date header since the case began', cases: list } })
  }
  return recorded
}

async function recordCase(item: SequenceCase, folder: string, withTime: boolean): Promise<object> {
  const servers = item.servers.map((server, i) => ({ name: `s${i + 1}`, host: `127.0.0.${11 + i}`, port: BACKEND_PORT, ...server }))
  const lines = servers.map((server) => {
    const words = [`server ${server.host}:${server.port} weight=${server.weight ?? 1}`]
    if (server.max_fails !== undefined) words.push(`max_fails=${server.max_fails}`)
    if (server.fail_timeout !== undefined) words.push(`fail_timeout=${server.fail_timeout}`)
    if (server.down) words.push('down')
    if (server.backup) words.push('backup')
    return `${words.join(' ')};`
  })
  const home = join(folder, 'nginx')
  mkdirSync(join(home, 'tmp'), { recursive: true })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${home}/tmp/${kind};`).join(' ')
  const config = `worker_processes 1; daemon off; pid ${home}/nginx.pid; error_log ${home}/error.log;
events { worker_connections 512; }
http { access_log off; ${temporary} proxy_connect_timeout 1s; proxy_buffering off;
  upstream up { ${item.method === '' ? '' : `${item.method};`} ${lines.join(' ')} }
  server { listen 127.0.0.1:${PORT}; location / { add_header X-Upstream $upstream_addr always; proxy_pass http://up; proxy_next_upstream error timeout; } } }
`
  writeFileSync(join(home, 'nginx.conf'), config)
  const backends = await startBackends(servers)
  const child = await startProcess(BINARY, ['-c', join(home, 'nginx.conf'), '-p', home, '-e', join(home, 'error.log')], PORT)
  try {
    return { id: item.id, servers: servers.map(({ host: _host, port: _port, ...server }) => ({ ...server, weight: server.weight ?? 1 })), ops: await play() }
  } finally {
    await stopProcess(child)
    await backends.stop()
  }

  async function play(): Promise<object[]> {
    const ops: object[] = []
    const held = new Map<number, Awaited<ReturnType<typeof hold>>>()
    const nameOf = (address: string): string => servers.find((server) => `${server.host}:${server.port}` === address)?.name ?? address
    // Begin just after a whole second: nginx counts failures by whole seconds.
    if (withTime) await sleep(1050 - (Date.now() % 1000))
    let begin: number | null = null
    for (const op of item.ops) {
      if ('down' in op) {
        await backends.down(op.down)
        ops.push({ op: 'down', server: op.down })
      } else if ('up' in op) {
        await backends.up(op.up)
        ops.push({ op: 'up', server: op.up })
      } else if ('waitS' in op) {
        await sleep(op.waitS * 1000)
        ops.push({ op: 'wait', seconds: op.waitS })
      } else if ('open' in op) {
        const reached = backends.whenHeld(String(op.open))
        held.set(op.open, await hold(PORT, `/hold?id=${op.open}`))
        ops.push({ op: 'open', id: op.open, server: await reached })
      } else if ('close' in op) {
        const ended = new Promise((resolve) => held.get(op.close)!.once('close', resolve))
        backends.release(String(op.close))
        await ended
        await sleep(5)
        ops.push({ op: 'close', id: op.close })
      } else if ('req' in op) {
        for (let i = 0; i < op.req; i++) {
          const reply = await ask(PORT, '/')
          await sleep(2)
          const second = Math.floor(Date.parse(String(reply.headers.date)) / 1000)
          begin ??= second
          const tried = String(reply.headers['x-upstream'] ?? '').split(/,\s*/).filter((word) => word !== '').map(nameOf)
          const server = reply.status === 200 ? reply.body.trim() : null
          ops.push({ op: 'req', ...(withTime ? { t: second - begin, tried } : {}), server, ...(withTime ? { status: reply.status } : {}) })
        }
      } else throw new Error('nginx has no runtime commands')
    }
    return ops
  }
}
