/**
 * What: records HAProxy's roundrobin, static-rr, leastconn and first, with runtime commands and its queue.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { haproxyCases, type SequenceCase } from './cases.ts'
import { ask, hold, sleep, startBackends, startProcess, stopProcess } from './servers.ts'

const PORT = 18_900
const BACKEND_PORT = 18_980
const BINARY = process.env.HAPROXY ?? '/usr/sbin/haproxy'

export async function recordHaproxy(folder: string): Promise<{ file: string; trace: object }[]> {
  const recorded = []
  for (const [name, { area, cases }] of Object.entries(haproxyCases)) {
    const list = []
    for (const item of cases) list.push(await recordCase(item, folder))
    recorded.push({ file: `haproxy/${name}.json`, trace: { area, config: 'nbthread 1; option http-server-close; server ids 1..n in order', how: 'open = held request, close = backend ends it, req = short request, cli = runtime command', cases: list } })
  }
  return recorded
}

async function recordCase(item: SequenceCase, folder: string): Promise<object> {
  const servers = item.servers.map((server, i) => ({ name: `s${i + 1}`, id: i + 1, host: `127.0.0.${11 + i}`, port: BACKEND_PORT, ...server }))
  const home = join(folder, 'haproxy')
  mkdirSync(home, { recursive: true })
  const socket = join(home, 'admin.sock')
  rmSync(socket, { force: true })
  const lines = servers.map(
    (server) => `  server ${server.name} ${server.host}:${server.port} weight ${server.weight ?? 1}${server.maxconn ? ` maxconn ${server.maxconn}` : ''}${server.backup ? ' backup' : ''}`,
  )
  const config = `global
  nbthread 1
  stats socket ${socket} level admin mode 600
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  timeout queue 20s
  option http-server-close
frontend fe
  bind 127.0.0.1:${PORT}
  default_backend be
backend be
  balance ${item.method}
${lines.join('\n')}
`
  writeFileSync(join(home, 'haproxy.cfg'), config)
  const backends = await startBackends(servers)
  const child = await startProcess(BINARY, ['-db', '-f', join(home, 'haproxy.cfg')], PORT)
  try {
    const shown = servers.map(({ name, id, host, weight, backup, maxconn }) => ({ name, id, addr: host, weight: weight ?? 1, backup, maxconn }))
    return { id: item.id, balance: item.method, servers: shown, ops: await play() }
  } finally {
    await stopProcess(child)
    await backends.stop()
  }

  async function play(): Promise<object[]> {
    const ops: object[] = []
    const held = new Map<number, Awaited<ReturnType<typeof hold>>>()
    const queued = new Map<number, { reached: Promise<string>; response: ReturnType<typeof hold> }>()
    for (const op of item.ops) {
      if ('open' in op) {
        const reached = backends.whenHeld(String(op.open))
        const response = hold(PORT, `/hold?id=${op.open}`)
        const name = await Promise.race([reached, sleep(op.mayQueue ? 300 : 5000).then(() => null)])
        if (name === null) {
          queued.set(op.open, { reached, response })
          ops.push({ op: 'open', id: op.open, server: null, queued: true })
        } else {
          held.set(op.open, await response)
          ops.push({ op: 'open', id: op.open, server: name })
        }
      } else if ('close' in op) {
        const ended = new Promise((resolve) => held.get(op.close)!.once('close', resolve))
        backends.release(String(op.close))
        await ended
        await sleep(10)
        ops.push({ op: 'close', id: op.close })
        for (const [id, { reached, response }] of queued) {
          const name = await Promise.race([reached, sleep(50).then(() => null)])
          if (name === null) continue
          queued.delete(id)
          held.set(id, await response)
          ops.push({ op: 'dequeued', id, server: name })
        }
      } else if ('cli' in op) {
        const reply = await runtimeCommand(socket, op.cli)
        await sleep(5)
        ops.push({ op: 'cli', cmd: op.cli, ...(reply === '' ? {} : { reply }) })
      } else if ('req' in op) {
        for (let i = 0; i < op.req; i++) {
          const reply = await ask(PORT, '/')
          await sleep(op.gapMs ?? 0)
          ops.push({ op: 'req', server: reply.status === 200 ? reply.body.trim() : null })
        }
      } else if ('waitS' in op) {
        await sleep(op.waitS * 1000)
        ops.push({ op: 'wait', ms: op.waitS * 1000 })
      } else throw new Error('HAProxy’s servers go down by command')
    }
    return ops
  }
}

function runtimeCommand(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket)
    let reply = ''
    connection.on('data', (data) => (reply += data.toString()))
    connection.on('end', () => resolve(reply.trim()))
    connection.on('error', reject)
    connection.write(`${text}\n`)
  })
}
