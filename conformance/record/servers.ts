/**
 * What: what every recorder needs: backends that answer with their name or hold a request, a server process, one request.
 * Loopback only. Every wait has an end.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, get as httpGet, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect } from 'node:net'

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface BackendSpec {
  readonly name: string
  readonly host: string
  readonly port: number
}

export interface Backends {
  up(name: string): Promise<void>
  down(name: string): Promise<void>
  /** Resolves with the name of the backend that a held request reached. */
  whenHeld(id: string): Promise<string>
  release(id: string): void
  stop(): Promise<void>
}

/** Backends that answer with their own name. `/hold?id=…` is answered only when it is released. */
export async function startBackends(specs: readonly BackendSpec[]): Promise<Backends> {
  const running = new Map<string, Server>()
  const held = new Map<string, ServerResponse>()
  const waiting = new Map<string, (name: string) => void>()
  const up = (name: string): Promise<void> => {
    const spec = specs.find((item) => item.name === name)
    if (spec === undefined || running.has(name)) return Promise.resolve()
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://backend')
      response.setHeader('Connection', 'close')
      if (url.pathname !== '/hold') return void response.end(name)
      const id = url.searchParams.get('id') ?? ''
      response.writeHead(200)
      response.write(`${name}\n`)
      held.set(id, response)
      waiting.get(id)?.(name)
      waiting.delete(id)
    })
    running.set(name, server)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(spec.port, spec.host, resolve)
    })
  }
  const down = (name: string): Promise<void> => {
    const server = running.get(name)
    running.delete(name)
    server?.closeAllConnections()
    return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  }
  const release = (id: string): void => {
    held.get(id)?.end()
    held.delete(id)
  }
  for (const { name } of specs) await up(name)
  return {
    up,
    down,
    release,
    whenHeld: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    async stop() {
      for (const id of [...held.keys()]) release(id)
      for (const { name } of specs) await down(name)
    },
  }
}

/** Starts a server and waits until its port opens. */
export async function startProcess(command: string, words: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  let failure: string | null = null
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()))
  child.on('error', (error) => (failure = error.message))
  const deadline = performance.now() + 10_000
  while (!(await canConnect(port))) {
    if (failure !== null || child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${command} did not start: ${failure ?? said.trim()}`)
    }
    await sleep(10)
  }
  return child
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(2000).then(() => child.kill('SIGKILL'))])
  await ended
}

export interface Reply {
  readonly status: number
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** One request on a connection of its own. */
export function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpGet({ host: '127.0.0.1', port, path, agent: false, headers: { connection: 'close', ...headers } }, (response) => {
      let body = ''
      response.on('data', (data: Buffer) => (body += data.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    request.on('error', reject)
    request.setTimeout(20_000, () => request.destroy(new Error('no answer in 20 s')))
  })
}

/** A request that stays open; resolves with its response once the headers came. */
export function hold(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpGet({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume()
      response.on('error', () => undefined)
      resolve(response)
    })
    request.on('error', reject)
  })
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
