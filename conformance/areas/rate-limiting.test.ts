import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { LimiterConfig } from '@/simulations/algorithms/rate-limiting/limiter.ts'
import { adapters } from '../index.ts'
import { exitCodeOf, replayPaths, type ReplayReport } from '../replay.ts'
import { ourLimiting, rateLimitingAdapters, type LimitingEngine } from './rate-limiting.ts'

const traces = join(dirname(fileURLToPath(import.meta.url)), '..', 'traces')
const recordings = ['nginx/limit_req.json', 'nginx/limit_conn.json', 'haproxy/rate.json', 'redis/limiters.json.gz'].map((name) => join(traces, name))

function replayWith(engine: LimitingEngine, paths: readonly string[] = recordings): ReplayReport {
  return replayPaths(paths, { adapters: new Map(rateLimitingAdapters(engine).map((adapter) => [adapter.area, adapter])) })
}

function failedOf(report: ReplayReport, area: string): number {
  return report.areas.find((item) => item.area === area)!.cases.filter(({ result }) => result.kind !== 'matched').length
}

describe('every recording of a limiter', () => {
  it.each([
    ['ratelimit.nginx.limit_req', 7],
    ['ratelimit.nginx.limit_conn', 1],
    ['ratelimit.haproxy.stick_table', 2],
    ['ratelimit.redis_lua', 5],
  ])('%s: all %i cases are read and match, and the area is registered', (area, cases) => {
    const report = replayWith(ourLimiting)
    expect(report.areas.find((item) => item.area === area)!.cases).toHaveLength(cases)
    expect(failedOf(report, area)).toBe(0)
    expect(adapters.has(area)).toBe(true)
  })
})

describe('a wrong limiter is told', () => {
  const changed = (change: (config: LimiterConfig) => LimiterConfig): Partial<LimitingEngine> => ({ createLimiter: (config) => ourLimiting.createLimiter(change(config)) })
  const mutants: [string, string, Partial<LimitingEngine>][] = [
    ['one more may wait', 'ratelimit.nginx.limit_req', changed((config) => (config.algorithm === 'nginx-limit-req' ? { ...config, burst: config.burst + 1 } : config))],
    ['everybody waits, nodelay or not', 'ratelimit.nginx.limit_req', changed((config) => (config.algorithm === 'nginx-limit-req' ? { ...config, delay: 0 } : config))],
    ['nobody waits', 'ratelimit.nginx.limit_req', changed((config) => (config.algorithm === 'nginx-limit-req' ? { ...config, delay: 'nodelay' } : config))],
    ['the rate is a thousandth too high', 'ratelimit.nginx.limit_req', changed((config) => (config.algorithm === 'nginx-limit-req' ? { ...config, rate: config.rate.replace(/^(\d+)/, (text) => String(Number(text) + 1)) } : config))],
    ['delays are twice as long', 'ratelimit.nginx.limit_req', { decide: (limiter, ...rest) => { const decision = ourLimiting.decide(limiter, ...rest); return { ...decision, delayUs: decision.delayUs * 2 } } }],
    ['all keys are one', 'ratelimit.nginx.limit_req', { decide: (limiter, _key, nowUs) => ourLimiting.decide(limiter, 'u0', nowUs) }],
    ['what has ended is not given back', 'ratelimit.nginx.limit_conn', { release: () => undefined }],
    ['one more may be open', 'ratelimit.nginx.limit_conn', changed((config) => (config.algorithm === 'nginx-limit-conn' ? { ...config, limit: config.limit + 1 } : config))],
    ['all keys are one', 'ratelimit.nginx.limit_conn', { decide: (limiter, _key, nowUs) => ourLimiting.decide(limiter, 'a', nowUs), release: (limiter) => ourLimiting.release(limiter, 'a') }],
    ['denied above or at the limit', 'ratelimit.haproxy.stick_table', changed((config) => (config.algorithm === 'haproxy-request-rate' ? { ...config, limit: config.limit - 1 } : config))],
    ['the clock is a second\'s hundredth off in each period', 'ratelimit.haproxy.stick_table', changed((config) => (config.algorithm === 'haproxy-request-rate' ? { ...config, periodMs: config.periodMs + 10 } : config))],
    ['denied requests are not counted', 'ratelimit.haproxy.stick_table', { decide: (limiter, key, nowUs) => { const before = structuredClone(limiter.state); const decision = ourLimiting.decide(limiter, key, nowUs); if (decision.kind === 'rejected') Object.assign(limiter.state as object, before); return decision } }],
    ['the clock goes in steps of ten milliseconds', 'ratelimit.haproxy.stick_table', { decide: (limiter, key, nowUs) => ourLimiting.decide(limiter, key, nowUs - (nowUs % 10_000)) }],
    ...ourLimiting.scripts.map((script, index): [string, string, Partial<LimitingEngine>] => [
      `the first argument of script ${index} is a twentieth too high`,
      'ratelimit.redis_lua',
      { scripts: ourLimiting.scripts.map((other) => (other !== script ? other : { ...script, run: (store, key, [a, b, now, cost]) => script.run(store, key, [a! * 1.05, b!, now!, cost!]) })) },
    ]),
  ]

  it.each(mutants)('%s (%s)', (_title, area, mutation) => {
    const report = replayWith({ ...ourLimiting, ...mutation })
    expect(failedOf(report, area)).toBeGreaterThan(0)
    expect(exitCodeOf(report)).toBe(1)
  })

  it('has a mutant for every area', () => {
    const covered = new Set(mutants.map(([, area]) => area))
    expect(rateLimitingAdapters().filter(({ area }) => !covered.has(area))).toEqual([])
  })
})

describe('cases of another shape', () => {
  const replay = (area: string, item: Record<string, unknown>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
    writeFileSync(join(folder, 'case.json'), JSON.stringify({ format: 'fidelity-trace/1', area, cases: [{ id: 'x', ...item }] }))
    const { result } = replayWith(ourLimiting, [join(folder, 'case.json')]).areas[0]!.cases[0]!
    rmSync(folder, { recursive: true })
    return result.kind === 'unreadable' ? result.message : result.kind
  }
  const passed = { t: 0, key: 'u', result: 'PASSED', status: 200, excess: 0 }

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a rate of another unit', 'ratelimit.nginx.limit_req', { rate: '10r/h', burst: 1, events: [] }, /rate "10r\/h" is not known/],
    ['a field that could change the rule', 'ratelimit.nginx.limit_req', { rate: '10r/s', burst: 1, dryRun: true, events: [] }, /unknown field "dryRun"/],
    ['a time that is text', 'ratelimit.nginx.limit_req', { rate: '10r/s', burst: 1, events: [{ ...passed, t: '0' }] }, /"t" is not a whole number/],
    ['a close of what was not opened', 'ratelimit.nginx.limit_conn', { limit: 1, ops: [{ op: 'close', id: 1 }] }, /closes 1, which was not opened/],
    ['an unknown operation', 'ratelimit.nginx.limit_conn', { limit: 1, ops: [{ op: 'pause' }] }, /operation "pause" is not known/],
    ['a period of another unit', 'ratelimit.haproxy.stick_table', { period: '1w', limit: 1, events: [] }, /period "1w" is not known/],
    ['a script that nobody wrote here', 'ratelimit.redis_lua', { lua: 'return 1', args: [1, 2], events: [] }, /script is not one that is known/],
    ['an argument that is no number', 'ratelimit.redis_lua', { lua: ourLimiting.scripts[0]!.lua, args: [1, 'x'], events: [] }, /"x" is not a number/],
  ])('%s fails that case with a sentence', (_title, area, item, message) => expect(replay(area, item)).toMatch(message))

  it('what means the same is read the same', () => {
    expect(replay('ratelimit.nginx.limit_req', { rate: '10r/s', events: [passed] })).toBe('matched')
    expect(replay('ratelimit.nginx.limit_req', { rate: '10r/s', events: [passed, { ...passed, excess: 1000 }] })).toBe('mismatched')
    // a request without a key is not limited; closing a refused one does nothing
    expect(replay('ratelimit.nginx.limit_conn', { limit: 1, ops: [{ op: 'open', id: 1, status: 200 }, { op: 'open', id: 2, status: 200 }] })).toBe('matched')
    expect(replay('ratelimit.nginx.limit_conn', { limit: 1, ops: [{ op: 'open', id: 1, key: 'a', status: 200 }, { op: 'open', id: 2, key: 'a', status: 503 }, { op: 'close', id: 2 }, { op: 'open', id: 3, key: 'a', status: 503 }] })).toBe('matched')
    for (const period of ['2s', '2000ms', '2000', 2000]) expect(replay('ratelimit.haproxy.stick_table', { period, limit: 1, events: [{ t: 0, key: 'u', rate: 1, status: 200 }, { t: 1, key: 'u', rate: 2, status: 429 }] })).toBe('matched')
    const [script] = ourLimiting.scripts
    expect(replay('ratelimit.redis_lua', { lua: `\n${script!.lua.replaceAll('\n', '\n  ')}\n`, args: ['10', 5], events: [{ t: 1, key: 'u', cost: 3, reply: [1, 7] }] })).toBe('matched')
  })
})
