/**
 * What: nginx's side of the recorder, played by our balancer: servers that may be dead, requests that try one after another.
 * Why: every nginx area means the same by `req`, `open`, `down` and `tried`, so they share one reading.
 * Source: nginx 1.22 `ngx_http_upstream_next` and `peer.tries`: how often a request may go on to another server.
 */

import type { BalancedRequest, PolicyName, ServerConfig } from '@/simulations/algorithms/balancing/policy.ts'
import { standsAlone } from '@/simulations/algorithms/balancing/passive-health.ts'
import { createRng, type Rng } from '@/simulations/kernel/random.ts'
import { CaseError, MATCHED, isSame, mismatch, readFlag, readInteger, readRecords, readString, refuseUnknown, type BalancingEngine, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'

/** What a request met: the servers in the order they were tried, who answered, and nginx's status. */
export interface Attempt {
  readonly tried: string[]
  readonly server: string | null
  readonly status: number
}

export interface NginxRun {
  readonly engine: BalancingEngine
  readonly balancer: ReturnType<BalancingEngine['createBalancer']>
  readonly names: readonly string[]
  /** Servers whose socket is closed: a connection is refused. */
  readonly dead: Set<string>
  readonly rng: Rng
  nowS: number
}

const SERVER_FIELDS = ['name', 'addr', 'weight', 'down', 'backup', 'max_fails', 'fail_timeout', 'max_conns']

export function createNginxRun(item: TraceCase, policy: PolicyName, engine: BalancingEngine): NginxRun {
  const rows = readRecords(item, 'servers')
  const servers = rows.map(readNginxServer)
  const options = { decayUs: 1, draws: 2 }
  const balancer = engine.createBalancer({ policy, servers, options })
  for (const [index, row] of rows.entries()) if (readFlag(row, 'down')) engine.setAdmin(balancer, index, 'down', 0)
  const names = servers.map((server) => server.name)
  return { engine, balancer, names, dead: new Set(), rng: createRng(1, item.id), nowS: 0 }
}

export function readNginxServer(row: Record<string, unknown>): ServerConfig {
  refuseUnknown(row, 'a server', SERVER_FIELDS)
  return {
    name: readString(row, 'name'),
    address: readString(row, 'addr', ''),
    weight: readInteger(row, 'weight', 1, 10_000),
    maxConnections: readInteger(row, 'max_conns', 0),
    backup: readFlag(row, 'backup'),
    maxFails: readInteger(row, 'max_fails', 1), // nginx's defaults: max_fails=1 fail_timeout=10s
    failTimeoutUs: secondsOf(row.fail_timeout ?? '10s') * 1_000_000,
    slowStartUs: 0,
  }
}

/** nginx's times in seconds: `90`, `2s`, `1m`, `1h30m`. */
export function secondsOf(time: unknown): number {
  const text = String(time)
  const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86400, w: 604800, M: 2592000, y: 31536000 }
  if (!/^(\d+[smhdwMy]?\s*)+$/.test(text)) throw new CaseError(`time "${text}" is not understood`)
  let seconds = 0
  for (const [, number, unit] of text.matchAll(/(\d+)([smhdwMy]?)/g)) seconds += Number(number) * units[unit!]!
  return seconds
}

/** A request goes from server to server until one answers. `onAnswer` says what becomes of the connection that did. */
export function sendRequest(
  run: NginxRun,
  request: { readonly clientAddress: string; readonly key: string },
  onAnswer: 'answered' | 'held',
): Attempt {
  const { engine, balancer, names } = run
  const nowUs = run.nowS * 1_000_000
  const tried: number[] = []
  const shown: string[] = []
  // ngx_http_upstream_tries: every server that is not marked down, backups included, may be tried once.
  let tries = balancer.pool.servers.filter((server) => server.admin !== 'down').length
  for (;;) {
    const asked: BalancedRequest = { ...request, cookie: null, tried }
    const index = engine.choose(balancer, asked, nowUs, run.rng)
    if (index < 0) {
      shown.push('up') // "no live upstreams": nginx shows the name of the upstream itself
      return { tried: shown, server: null, status: 502 }
    }
    engine.open(balancer, index, nowUs)
    shown.push(names[index]!)
    if (!run.dead.has(names[index]!)) {
      if (onAnswer === 'answered') engine.close(balancer, index, 'answered', 0, nowUs)
      return { tried: shown, server: names[index]!, status: 200 }
    }
    engine.close(balancer, index, 'failed', 0, nowUs)
    tried.push(index)
    tries = standsAlone(balancer.pool) ? 0 : tries - 1
    if (tries <= 0) return { tried: shown, server: null, status: 502 }
  }
}

/** Replays a list of operations: req, open, close, down, up, wait. */
export function replayOperations(item: TraceCase, run: NginxRun): CaseResult {
  const held = new Map<unknown, number>()
  for (const [step, op] of readRecords(item, 'ops').entries()) {
    const kind = readString(op, 'op')
    if (op.t !== undefined) run.nowS = readInteger(op, 't')
    if (kind === 'wait') {
      refuseUnknown(op, 'a wait', ['op', 'seconds', 't'])
      run.nowS += readInteger(op, 'seconds')
    } else if (kind === 'down' || kind === 'up') {
      const name = readString(op, 'server')
      if (!run.names.includes(name)) throw new CaseError(`"${name}" is not a server of this case`)
      if (kind === 'down') run.dead.add(name)
      else run.dead.delete(name)
    } else if (kind === 'close') {
      const index = held.get(op.id)
      if (index === undefined) throw new CaseError(`step ${step} closes ${String(op.id)}, which is not open`)
      held.delete(op.id)
      run.engine.close(run.balancer, index, 'answered', 0, run.nowS * 1_000_000)
    } else if (kind === 'req' || kind === 'open') {
      refuseUnknown(op, `a ${kind}`, ['op', 'id', 't', 'tried', 'server', 'status', 'key'])
      const got = sendRequest(run, { clientAddress: '', key: String(op.key ?? '') }, kind === 'open' ? 'held' : 'answered')
      if (kind === 'open' && got.server !== null) held.set(op.id, run.names.indexOf(got.server))
      const expected = pickFields(op, ['tried', 'server', 'status'])
      const shown = pickFields(got as unknown as Record<string, unknown>, Object.keys(expected))
      if (!isSame(expected, shown)) return mismatch(step, expected, shown)
    } else {
      throw new CaseError(`operation "${kind}" is not known`)
    }
  }
  return MATCHED
}

/** Replays one request a recorded pick. A pick is a name, or the list of names tried. */
export function replayPicks(
  item: TraceCase,
  run: NginxRun,
  requestAt: (step: number) => { readonly clientAddress: string; readonly key: string },
): CaseResult {
  const { picks } = item
  if (!Array.isArray(picks)) throw new CaseError('"picks" is not a list')
  for (const [step, expected] of picks.entries()) {
    const attempt = sendRequest(run, requestAt(step), 'answered')
    const got = attempt.tried.length > 1 ? attempt.tried : attempt.server
    const isListed = Array.isArray(expected)
    if (!isSame(expected, isListed ? attempt.tried : got)) return mismatch(step, expected, got)
  }
  return MATCHED
}

function pickFields(from: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const field of fields) if (from[field] !== undefined) picked[field] = from[field]
  return picked
}

