/**
 * What: HAProxy's side of the recorder, played by our balancer: runtime commands, held requests, the backend's queue.
 * Why: every HAProxy area means the same by `open`, `req`, `cli` and `wait`, so they share one reading.
 * Source: HAProxy 2.6 `src/backend.c` (`assign_server`), `src/queue.c` (`process_srv_queue`, `pendconn_grab_from_px`),
 * `src/server.c` (the runtime commands).
 */

import { recount, createGroups } from '@/simulations/algorithms/balancing/haproxy-groups.ts'
import { isFull, isUsable } from '@/simulations/algorithms/balancing/pool.ts'
import { ALL_FULL, type PolicyName, type ServerConfig } from '@/simulations/algorithms/balancing/policy.ts'
import { createRng, type Rng } from '@/simulations/kernel/random.ts'
import { CaseError, MATCHED, isSame, mismatch, readInteger, readFlag, readRecords, readString, refuseUnknown, type BalancingEngine, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'

export interface BackendLines {
  readonly allBackups: boolean
  /** Name of the persistence cookie, or null. */
  readonly cookie: string | null
  readonly hashType: string | null
  readonly hashBalanceFactor: number
}

export interface HaproxyRun {
  readonly engine: BalancingEngine
  readonly balancer: ReturnType<BalancingEngine['createBalancer']>
  readonly policy: PolicyName
  readonly names: readonly string[]
  readonly cookies: readonly (string | null)[]
  readonly rng: Rng
  /** Requests that wait in the backend's line, oldest first. */
  readonly waiting: unknown[]
  readonly held: Map<unknown, number>
  /** Requests that left the line, and for which server, not yet told by the recording. */
  readonly dequeued: Map<unknown, string>
  nowUs: number
}

const SERVER_FIELDS = ['name', 'id', 'addr', 'weight', 'backup', 'maxconn', 'cookie']

export function createHaproxyRun(item: TraceCase, policy: PolicyName, draws: number, engine: BalancingEngine, slowStartUs = 0, balanceFactor = 0): HaproxyRun {
  const rows = readRecords(item, 'servers')
  const lines = readBackend(item.backend)
  const servers = rows.map((row, index) => readHaproxyServer(row, index, slowStartUs))
  const options = { decayUs: 1, draws, allBackups: lines.allBackups, balanceFactor }
  return {
    engine,
    balancer: engine.createBalancer({ policy, servers, options }),
    policy,
    names: servers.map((server) => server.name),
    cookies: rows.map((row) => (typeof row.cookie === 'string' ? row.cookie : null)),
    rng: createRng(1, item.id),
    waiting: [],
    held: new Map(),
    dequeued: new Map(),
    nowUs: 0,
  }
}

export function readHaproxyServer(row: Record<string, unknown>, index: number, slowStartUs = 0): ServerConfig {
  refuseUnknown(row, 'a server', SERVER_FIELDS)
  if (row.id !== undefined && row.id !== index + 1) throw new CaseError(`server ids other than 1, 2, 3 … are not supported (${String(row.id)})`)
  return {
    name: readString(row, 'name'),
    address: readString(row, 'addr', ''),
    weight: readInteger(row, 'weight', 1, 256), // HAProxy accepts no more
    maxConnections: readInteger(row, 'maxconn', 0),
    backup: readFlag(row, 'backup'),
    maxFails: 0,
    failTimeoutUs: 0,
    slowStartUs,
  }
}

/** The extra lines of a recorded backend section. */
export function readBackend(text: unknown): BackendLines {
  const lines = { allBackups: false, cookie: null as string | null, hashType: null as string | null, hashBalanceFactor: 0 }
  for (const raw of String(text ?? '').split('\n')) {
    const line = raw.trim()
    if (line === '' || line === 'option redispatch') continue
    const cookie = /^cookie\s+(\S+)\s+insert\s+indirect(\s+nocache)?$/.exec(line)
    const factor = /^hash-balance-factor\s+(\d+)$/.exec(line)
    if (line === 'option allbackups') lines.allBackups = true
    else if (cookie !== null) lines.cookie = cookie[1]!
    else if (line.startsWith('hash-type ')) lines.hashType = line.slice('hash-type '.length)
    else if (factor !== null) lines.hashBalanceFactor = Number(factor[1])
    else throw new CaseError(`backend line "${line}" is not known`)
  }
  return lines
}

/** A policy by its name in a `balance` line, and the number of draws of random(N). */
export function readBalance(text: string): { policy: PolicyName; draws: number } {
  const random = /^random(?:\((\d+)\))?$/.exec(text)
  if (random !== null) {
    const draws = readInteger({ draws: Number(random[1] ?? 2) }, 'draws', 2, 1000)
    return { policy: 'haproxy-random', draws }
  }
  const names: Record<string, PolicyName> = {
    roundrobin: 'haproxy-weighted-round-robin',
    'static-rr': 'haproxy-static-round-robin',
    leastconn: 'haproxy-least-connections',
    first: 'haproxy-first',
  }
  const policy = names[text]
  if (policy === undefined) throw new CaseError(`balance "${text}" is not known`)
  return { policy, draws: 1 }
}

/** Replays a list of operations: req, open, close, dequeued, cli, wait. */
export function replayHaproxyOperations(item: TraceCase, run: HaproxyRun): CaseResult {
  const ops = readRecords(item, 'ops')
  for (let step = 0; step < ops.length; step++) {
    const op = ops[step]!
    const kind = readString(op, 'op')
    if (kind === 'wait') advance(run, readInteger(op, 'ms') * 1000)
    else if (kind === 'cli') command(run, readString(op, 'cmd'))
    else if (kind === 'req' || kind === 'open') {
      refuseUnknown(op, `a ${kind}`, ['op', 'id', 'server', 'queued', 'key'])
      const got = request(run, kind === 'open' ? op.id : null, readKey(item, op))
      const expected = { server: op.server ?? null, queued: op.queued ?? false }
      if (!isSame(expected, got)) return mismatch(step, expected, got)
    } else if (kind === 'close') {
      const index = run.held.get(op.id)
      if (index === undefined) throw new CaseError(`step ${step} closes ${String(op.id)}, which is not open`)
      run.held.delete(op.id)
      run.engine.close(run.balancer, index, 'answered', 0, run.nowUs)
      serveLine(run, index)
      // The recorder tells after each close which waiting requests got a server meanwhile.
      const told: Record<string, string> = {}
      while (ops[step + 1]?.op === 'dequeued') told[String(ops[++step]!.id)] = String(ops[step]!.server)
      const got = Object.fromEntries([...run.dequeued].map(([id, server]) => [String(id), server]))
      run.dequeued.clear()
      if (!isSame(sorted(told), sorted(got))) return mismatch(step, { dequeued: told }, { dequeued: got })
    } else throw new CaseError(`operation "${kind}" is not known`)
  }
  return MATCHED
}

/** Areas that hash need a key with each request; HAProxy would take turns on the ring without one, which is not replayed. */
function readKey(item: TraceCase, op: Readonly<Record<string, unknown>>): string {
  const isHashed = String(item.balance ?? '').startsWith('url_param')
  if (isHashed && typeof op.key !== 'string') throw new CaseError('a request without a key')
  return typeof op.key === 'string' ? op.key : ''
}

function request(run: HaproxyRun, id: unknown, key: string): { server: string | null; queued: boolean } {
  const { engine, balancer } = run
  // assign_server: with these policies a line means that everybody is full, so nobody is asked
  const skips = key === '' && ['haproxy-weighted-round-robin', 'haproxy-static-round-robin', 'haproxy-first'].includes(run.policy)
  const isBehindOthers = run.waiting.length > 0 && skips
  const index = isBehindOthers
    ? ALL_FULL
    : engine.choose(balancer, { clientAddress: '', key, cookie: null, tried: [] }, run.nowUs, run.rng)
  if (index === ALL_FULL) {
    if (id === null) return { server: null, queued: false }
    run.waiting.push(id)
    return { server: null, queued: true }
  }
  // Nobody at all: HAProxy answers 503 at once. The recorder writes every held request without a server as queued.
  if (index < 0) return { server: null, queued: id !== null }
  engine.open(balancer, index, run.nowUs)
  if (id === null) {
    engine.close(balancer, index, 'answered', 0, run.nowUs)
    serveLine(run, index)
  } else run.held.set(id, index)
  return { server: run.names[index]!, queued: false }
}

/** process_srv_queue and pendconn_grab_from_px: a server with room takes the oldest of the line, if it is its turn to serve. */
function serveLine(run: HaproxyRun, index: number): void {
  const { balancer, engine } = run
  const server = balancer.pool.servers[index]!
  const groups = createGroups(balancer.pool, balancer.options)
  recount(groups, balancer.pool)
  const mayServe = isUsable(server) && (!server.config.backup || (groups.activeServers === 0 && (groups.allBackups || groups.firstBackup === index)))
  while (mayServe && run.waiting.length > 0 && !isFull(server, run.nowUs)) {
    const id = run.waiting.shift()
    engine.open(balancer, index, run.nowUs)
    run.held.set(id, index)
    run.dequeued.set(id, run.names[index]!)
  }
}

/** A command on the admin socket. Commands that HAProxy refuses change nothing. */
export function command(run: HaproxyRun, text: string): void {
  const words = text.trim().split(/\s+/)
  const { engine, balancer, nowUs } = run
  if (words[1] === 'server' && words.length === 3 && words[0] === 'disable') return engine.setAdmin(balancer, serverIn(run, words[2]), 'down', nowUs)
  if (words[1] === 'server' && words.length === 3 && words[0] === 'enable') return makeReady(run, serverIn(run, words[2]))
  if (words[0] === 'set' && words[1] === 'weight' && words.length === 4) return setWeight(run, serverIn(run, words[2]), words[3]!)
  if (words[0] === 'set' && words[1] === 'server' && words.length === 5) {
    const index = serverIn(run, words[2])
    const value = words[4]!
    if (words[3] === 'weight') return setWeight(run, index, value)
    if (words[3] === 'state' && value === 'maint') return engine.setAdmin(balancer, index, 'down', nowUs)
    if (words[3] === 'state' && value === 'drain') return engine.setAdmin(balancer, index, 'drain', nowUs)
    if (words[3] === 'state' && value === 'ready') return makeReady(run, index)
    if (words[3] === 'health' && (value === 'up' || value === 'down')) return setHealth(run, index, value === 'up')
  }
  throw new CaseError(`command "${text}" is not known`)
}

/** srv_adm_set_ready: leaving maintenance without health checks means up at once; then the line is served. */
function makeReady(run: HaproxyRun, index: number): void {
  const { engine, balancer, nowUs } = run
  const wasDown = balancer.pool.servers[index]!.admin === 'down'
  if (wasDown) engine.setHealthy(balancer, index, true, nowUs)
  engine.setAdmin(balancer, index, 'ready', nowUs)
  if (wasDown) serveLine(run, index)
}

/** srv_set_running and srv_set_stopped do nothing in maintenance. */
function setHealth(run: HaproxyRun, index: number, isUp: boolean): void {
  const { engine, balancer, nowUs } = run
  if (balancer.pool.servers[index]!.admin === 'down') return
  engine.setHealthy(balancer, index, isUp, nowUs)
  if (isUp) serveLine(run, index)
}

/** server_parse_weight_change_request */
function setWeight(run: HaproxyRun, index: number, text: string): void {
  const initial = run.balancer.pool.servers[index]!.config.weight
  const match = /^(\d+)(%?)$/.exec(text)
  if (match === null) return
  const isPercent = match[2] === '%'
  const weight = isPercent ? Math.min(256, Math.floor((initial * Math.min(25_600, Number(match[1]))) / 100)) : Number(match[1])
  if (weight > 256) return
  // "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'."
  if ((run.policy === 'haproxy-static-round-robin' || run.policy === 'haproxy-hash') && weight !== 0 && weight !== initial) return
  run.engine.setWeight(run.balancer, index, weight, run.nowUs)
}

/** Time passes; slow starts take their steps. */
export function advance(run: HaproxyRun, us: number): void {
  const until = run.nowUs + us
  for (let at = run.engine.nextStepAtUs(run.balancer); at <= until; at = run.engine.nextStepAtUs(run.balancer)) {
    run.nowUs = at
    run.engine.step(run.balancer, at)
  }
  run.nowUs = until
}

function serverIn(run: HaproxyRun, path: string | undefined): number {
  const index = run.names.indexOf(String(path).split('/')[1] ?? '')
  if (index < 0) throw new CaseError(`"${String(path)}" is not a server of this case`)
  return index
}

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
