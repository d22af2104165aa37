/**
 * What: the recorded areas of rate limiting: nginx's limit_req and limit_conn, HAProxy's request rate, limiters as scripts in Redis.
 */

import * as limiting from '@/simulations/algorithms/rate-limiting/limiter.ts'
import { rateOf, type HaproxyRequestRateState } from '@/simulations/algorithms/rate-limiting/haproxy-request-rate.ts'
import { excessAt, excessOf, type NginxLimitReqState } from '@/simulations/algorithms/rate-limiting/nginx-limit-req.ts'
import { scripts, type Script } from '@/simulations/algorithms/rate-limiting/redis-scripts.ts'
import { createSharedStore } from '@/simulations/algorithms/rate-limiting/shared-store.ts'
import { CaseError, MATCHED, isSame, mismatch, readFlag, readInteger, readList, readRecords, readString, refuseUnknown, type Adapter, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'

/** What a replay of limiters runs. Tests put a wrong one in here and expect to be told. */
export interface LimitingEngine {
  readonly createLimiter: typeof limiting.createLimiter
  readonly decide: typeof limiting.decide
  readonly release: typeof limiting.release
  readonly scripts: readonly Script[]
}

export const ourLimiting: LimitingEngine = { ...limiting, scripts: Object.values(scripts) }

/** A timer is set when the request is read, and the client's watch starts a little earlier: it may see this much less. */
const EARLY_MS = 10

/** One adapter an area, over an engine. */
export function rateLimitingAdapters(engine: LimitingEngine = ourLimiting): readonly Adapter[] {
  return [
    { area: 'ratelimit.nginx.limit_req', replay: (item) => replayLimitReq(item, engine) },
    { area: 'ratelimit.nginx.limit_conn', replay: (item) => replayLimitConn(item, engine) },
    { area: 'ratelimit.haproxy.stick_table', replay: (item) => replayRequestRate(item, engine) },
    { area: 'ratelimit.redis_lua', replay: (item) => replayScript(item, engine) },
  ]
}

/** Every decision with its excess; a delay must have been waited for. */
function replayLimitReq(item: TraceCase, engine: LimitingEngine): CaseResult {
  refuseUnknown(item, 'a limit_req case', ['id', 'rate', 'burst', 'nodelay', 'delay', 'events', 'deterministic', 'alternatives', 'note'])
  const rate = readString(item, 'rate')
  if (!/^[1-9]\d*r\/[sm]$/.test(rate)) throw new CaseError(`rate "${rate}" is not known`)
  // "nodelay" is written before "delay=": the later word wins
  const delay = item.delay === undefined || item.delay === null ? (readFlag(item, 'nodelay') ? 'nodelay' : 0) : readInteger(item, 'delay')
  const limiter = engine.createLimiter({ algorithm: 'nginx-limit-req', rate, burst: readInteger(item, 'burst', 0), delay, zoneKeys: 0 })
  const state = limiter.state as NginxLimitReqState
  for (const [step, event] of readRecords(item, 'events').entries()) {
    refuseUnknown(event, 'a limit_req event', ['t', 'key', 'result', 'status', 'excess', 'observedMs'])
    const nowMs = readInteger(event, 't')
    const key = readString(event, 'key', '')
    const seen = excessAt(state, key, nowMs)
    const { kind, delayUs } = engine.decide(limiter, key, nowMs * 1000)
    const result = kind === 'rejected' ? 'REJECTED' : kind === 'delayed' ? 'DELAYED' : 'PASSED'
    const excess = kind === 'rejected' ? seen : excessOf(state, key)
    const got: Record<string, unknown> = { result, status: kind === 'rejected' ? 503 : 200, excess }
    const expected = Object.fromEntries(['result', 'status', 'excess'].map((field) => [field, event[field]]))
    if (event.status === undefined) delete got.status
    if (!isSame(expected, got)) return mismatch(step, expected, got)
    if (event.observedMs !== undefined && readInteger(event, 'observedMs') < delayUs / 1000 - EARLY_MS) {
      return mismatch(step, { observedMs: event.observedMs }, { delayMs: delayUs / 1000 })
    }
  }
  return MATCHED
}

function replayLimitConn(item: TraceCase, engine: LimitingEngine): CaseResult {
  refuseUnknown(item, 'a limit_conn case', ['id', 'limit', 'ops', 'deterministic', 'alternatives', 'note'])
  const limiter = engine.createLimiter({ algorithm: 'nginx-limit-conn', limit: readInteger(item, 'limit') })
  /** Whose requests are held; those that were refused are known too, and closing them does nothing. */
  const held = new Map<unknown, string | null>()
  for (const [step, op] of readRecords(item, 'ops').entries()) {
    const kind = readString(op, 'op')
    if (kind === 'open') {
      refuseUnknown(op, 'an open', ['op', 'id', 'key', 'status'])
      const key = readString(op, 'key', '')
      if (typeof held.get(op.id) === 'string') throw new CaseError(`step ${step} opens ${String(op.id)}, which is open`)
      const isRejected = engine.decide(limiter, key, step).kind === 'rejected'
      held.set(op.id, isRejected ? null : key)
      const got = isRejected ? 503 : 200
      if (op.status !== got) return mismatch(step, { status: op.status }, { status: got })
    } else if (kind === 'close') {
      const key = held.get(op.id)
      if (key === undefined) throw new CaseError(`step ${step} closes ${String(op.id)}, which was not opened`)
      if (key !== null) engine.release(limiter, key)
      held.delete(op.id)
    } else throw new CaseError(`operation "${kind}" is not known`)
  }
  return MATCHED
}

/**
 * Recorded times are relative to the first request, but HAProxy rounds its ticks to even milliseconds of its own clock. Whether the
 * first request came at an even one was not recorded: one of the two must explain the whole case.
 */
function replayRequestRate(item: TraceCase, engine: LimitingEngine): CaseResult {
  const even = replayRatesFrom(0, item, engine)
  if (even.kind !== 'mismatched') return even
  const odd = replayRatesFrom(1, item, engine)
  return odd.kind === 'mismatched' && odd.step < even.step ? even : odd
}

function replayRatesFrom(firstMs: number, item: TraceCase, engine: LimitingEngine): CaseResult {
  refuseUnknown(item, 'a request rate case', ['id', 'period', 'limit', 'events', 'deterministic', 'alternatives', 'note'])
  const limiter = engine.createLimiter({ algorithm: 'haproxy-request-rate', periodMs: readPeriodMs(item), limit: readInteger(item, 'limit') })
  const state = limiter.state as HaproxyRequestRateState
  for (const [step, event] of readRecords(item, 'events').entries()) {
    refuseUnknown(event, 'a request rate event', ['t', 'key', 'rate', 'status'])
    const key = readString(event, 'key')
    const { kind } = engine.decide(limiter, key, (firstMs + readInteger(event, 't')) * 1000)
    const expected = { rate: event.rate, status: event.status }
    const got = { rate: rateOf(state, key), status: kind === 'rejected' ? 429 : 200 }
    if (!isSame(expected, got)) return mismatch(step, expected, got)
  }
  return MATCHED
}

/** HAProxy's time format; a bare number is in milliseconds. */
function readPeriodMs(item: TraceCase): number {
  if (typeof item.period === 'number') return readInteger(item, 'period')
  const match = /^(\d+)(ms|s|m|h|d)?$/.exec(readString(item, 'period'))
  if (match === null) throw new CaseError(`period "${String(item.period)}" is not known`)
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[(match[2] ?? 'ms') as 'ms' | 's' | 'm' | 'h' | 'd']
}

/** A script is known by its words: another script is another rule. */
function replayScript(item: TraceCase, engine: LimitingEngine): CaseResult {
  refuseUnknown(item, 'a limiter script case', ['id', 'lua', 'args', 'events', 'deterministic', 'alternatives', 'note'])
  const lua = words(readString(item, 'lua'))
  const script = engine.scripts.find((known) => words(known.lua) === lua)
  if (script === undefined) throw new CaseError('this script is not one that is known here')
  const args = readList(item, 'args').map((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || !Number.isFinite(number)) throw new CaseError(`argument "${String(value)}" is not a number`)
    return number
  })
  if (args.length !== 2) throw new CaseError(`${args.length} arguments where 2 are expected`)
  const store = createSharedStore()
  for (const [step, event] of readRecords(item, 'events').entries()) {
    refuseUnknown(event, 'a limiter script event', ['t', 'key', 'cost', 'reply'])
    const got = script.run(store, readString(event, 'key'), [...args, readInteger(event, 't'), readInteger(event, 'cost', 1)])
    if (!isSame(event.reply, got)) return mismatch(step, event.reply, got)
  }
  return MATCHED
}

function words(lua: string): string {
  return lua.trim().split(/\s+/).join(' ')
}
