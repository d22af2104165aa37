import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision, Verdict } from './decision.ts'
import { rateOf, type HaproxyRequestRateState } from './haproxy-request-rate.ts'
import { algorithms, createLimiter, decide, forgetIdle, keysOf, release, type AlgorithmName, type LimiterConfig } from './limiter.ts'
import { asksOf, breachOf, limiterLaws, play, type Exceptions, type LimiterUnderLaw } from './limiter.laws.ts'
import { parseRate } from './nginx-limit-req.ts'

const SECOND = 1_000_000
const sliding = { limit: 5, windowUs: SECOND }
const CONCURRENCY: Exceptions = {
  remaining: 'it does, but time gives nothing back',
  retry: 'nobody knows when a running request will end',
  reset: 'nobody knows when the running requests will end',
  clockBack: 'it reads no clock',
  forgets: 'a key is forgotten when its last request ends',
}
const NGINX_COSTS = 'it counts requests'
const SCRIPT = 'the reply of the script does not tell'
const PILES_UP = 'the recorded scripts set no time to live'

function inWindow(limit: number, windowUs: number): (spanUs: number) => number {
  return (spanUs) => (spanUs < windowUs ? limit : Infinity)
}
function atRate(burst: number, intervalUs: number): (spanUs: number) => number {
  return (spanUs) => burst + Math.floor(spanUs / intervalUs)
}

const underLaw: readonly LimiterUnderLaw[] = [
  { name: 'fixed window', config: { algorithm: 'fixed-window', ...sliding }, envelope: inWindow(10, SECOND), stepUs: 1, exceptions: {} },
  { name: 'sliding log', config: { algorithm: 'sliding-log', ...sliding }, envelope: inWindow(5, SECOND), stepUs: 1, exceptions: {} },
  { name: 'sliding window counter', config: { algorithm: 'sliding-window-counter', ...sliding }, envelope: inWindow(10, SECOND), stepUs: 1, exceptions: {} },
  {
    name: 'token bucket',
    config: { algorithm: 'token-bucket', tokens: 3, perUs: SECOND, burst: 5 },
    envelope: (spanUs) => 5 + Math.floor((3 * spanUs) / SECOND),
    stepUs: 1,
    exceptions: { clockBack: 'as in x/time/rate, time that comes twice fills the bucket twice' },
  },
  { name: 'leaky bucket as a meter', config: { algorithm: 'leaky-bucket-meter', leakIntervalUs: 300_000, capacity: 4 }, envelope: atRate(4, 300_000), stepUs: 1, exceptions: {} },
  { name: 'leaky bucket as a queue', config: { algorithm: 'leaky-bucket-queue', drainIntervalUs: 300_000, capacity: 4 }, envelope: (spanUs) => 4 + Math.floor(spanUs / 300_000), stepUs: 1, exceptions: {} },
  { name: 'generic cell rate algorithm', config: { algorithm: 'generic-cell-rate', periodUs: 300_000, burst: 4 }, envelope: atRate(4, 300_000), stepUs: 1, exceptions: {} },
  { name: 'concurrency limit', config: { algorithm: 'concurrency-limit', limit: 4 }, envelope: null, stepUs: 1, exceptions: { ...CONCURRENCY } },
  { name: 'nginx limit_conn', config: { algorithm: 'nginx-limit-conn', limit: 4 }, envelope: null, stepUs: 1, exceptions: { ...CONCURRENCY, costs: NGINX_COSTS } },
  {
    name: 'nginx limit_req nodelay',
    config: { algorithm: 'nginx-limit-req', rate: '3r/s', burst: 4, delay: 'nodelay', zoneKeys: 0 },
    envelope: (spanUs) => 5 + Math.floor((3 * spanUs) / SECOND),
    stepUs: 1000,
    exceptions: { costs: NGINX_COSTS },
  },
  {
    name: 'nginx limit_req with delay',
    config: { algorithm: 'nginx-limit-req', rate: '3r/s', burst: 4, delay: 2, zoneKeys: 0 },
    envelope: null,
    stepUs: 1000,
    exceptions: { costs: NGINX_COSTS, clockBack: 'shown with nodelay' },
  },
  {
    name: 'HAProxy request rate',
    config: { algorithm: 'haproxy-request-rate', periodMs: 1000, limit: 5 },
    envelope: inWindow(10, SECOND),
    stepUs: 1000,
    exceptions: { costs: 'it counts requests', refusalIsFree: 'denied requests count: who hammers on stays denied' },
  },
  {
    name: 'token bucket as a Redis script',
    config: { algorithm: 'redis-script', script: 'token-bucket', args: [5, 3] },
    envelope: (spanUs) => 5 + Math.floor((3 * spanUs) / SECOND + 1e-9),
    stepUs: 1000,
    exceptions: { retry: SCRIPT, reset: SCRIPT, clockBack: 'the script takes tokens away for the time that did not pass, and adds them twice after', forgets: PILES_UP, refusalIsFree: 'it writes the level down, rounded to 14 digits, refused or not' },
  },
  {
    name: 'sliding log as a Redis script',
    config: { algorithm: 'redis-script', script: 'sliding-log', args: [1000, 5] },
    envelope: inWindow(5, SECOND),
    stepUs: 1000,
    exceptions: { costs: 'the script ignores the cost', retry: SCRIPT, reset: SCRIPT, clockBack: 'two entries of one instant can get the same name, and the set holds a name once', forgets: PILES_UP },
  },
  {
    name: 'fixed window as a Redis script',
    config: { algorithm: 'redis-script', script: 'fixed-window', args: [1000, 5] },
    envelope: inWindow(10, SECOND),
    stepUs: 1000,
    exceptions: { costs: 'the script ignores the cost', retry: SCRIPT, reset: SCRIPT, forgets: PILES_UP },
  },
  {
    name: 'sliding window counter as a Redis script',
    config: { algorithm: 'redis-script', script: 'sliding-window-counter', args: [1000, 5] },
    envelope: inWindow(10, SECOND),
    stepUs: 1000,
    exceptions: { costs: 'the script ignores the cost', retry: SCRIPT, reset: SCRIPT, forgets: PILES_UP },
  },
  {
    name: 'GCRA as a Redis script',
    config: { algorithm: 'redis-script', script: 'generic-cell-rate', args: [300, 4] },
    envelope: atRate(4, 300_000),
    stepUs: 1000,
    exceptions: { remaining: SCRIPT, reset: SCRIPT, forgets: PILES_UP },
  },
]
for (const under of underLaw) limiterLaws(under)

it('every algorithm is under law', () => {
  expect(new Set(underLaw.map(({ config }) => config.algorithm))).toEqual(new Set(Object.keys(algorithms)))
})

/** Rows of [at ms, cost, remaining before, verdict]; a wait or the time to come back follows the verdict, in ms. */
type Row = readonly [atMs: number, cost: number, before: number, verdict: Verdict, ms?: number]

function runTable(config: LimiterConfig, rows: readonly Row[]): void {
  const limiter = createLimiter(config)
  const got = rows.map(([atMs, cost]): Row => {
    const before = countAtOnce(structuredClone(limiter), atMs * 1000)
    const decision = decide(limiter, 'ann', atMs * 1000, cost)
    return [atMs, cost, before, decision.kind, ...timeOf(decision)]
  })
  expect(got).toEqual(rows)
}

function countAtOnce(limiter: ReturnType<typeof createLimiter>, nowUs: number): number {
  let count = 0
  while (count < 1000 && decide(limiter, 'ann', nowUs).kind !== 'rejected') count++
  return count
}

function timeOf({ kind, delayUs, retryAtUs }: Decision): [number] | [] {
  if (kind === 'delayed') return [delayUs / 1000]
  return kind === 'rejected' && retryAtUs !== null ? [retryAtUs / 1000] : []
}

describe('verdicts over time', () => {
  it.each<[string, LimiterConfig, Row[]]>([
    ['fixed window: two quotas within a moment', { algorithm: 'fixed-window', limit: 3, windowUs: SECOND }, [
      [900, 1, 3, 'admitted'], [910, 2, 2, 'admitted'], [920, 1, 0, 'rejected', 1000], [1000, 3, 3, 'admitted'], [1010, 1, 0, 'rejected', 2000],
      [1020, 4, 0, 'rejected'], [2000, 4, 3, 'rejected'], [2000, 1, 3, 'admitted'],
    ]],
    ['sliding log: a place is free when its holder is one window old', { algorithm: 'sliding-log', limit: 3, windowUs: SECOND }, [
      [200, 1, 3, 'admitted'], [500, 1, 2, 'admitted'], [900, 1, 1, 'admitted'], [1100, 1, 0, 'rejected', 1200], [1100, 2, 0, 'rejected', 1500],
      [1199, 1, 0, 'rejected', 1200], [1200, 1, 1, 'admitted'], [1300, 1, 0, 'rejected', 1500],
    ]],
    ['sliding window counter: the previous window fades', { algorithm: 'sliding-window-counter', limit: 10, windowUs: SECOND }, [
      [500, 8, 10, 'admitted'], [1000, 2, 2, 'admitted'], [1000, 1, 0, 'rejected', 1125], [1250, 1, 2, 'admitted'], [1250, 1, 1, 'admitted'],
      [1250, 1, 0, 'rejected', 1375], [1500, 10, 2, 'rejected', 3000], [2000, 6, 6, 'admitted'],
    ]],
    ['token bucket: never fuller than full', { algorithm: 'token-bucket', tokens: 1, perUs: SECOND, burst: 3 }, [
      [0, 1, 3, 'admitted'], [0, 2, 2, 'admitted'], [0, 1, 0, 'rejected', 1000], [500, 1, 0, 'rejected', 1000], [1000, 1, 1, 'admitted'],
      [1000, 2, 0, 'rejected', 3000], [9000, 4, 3, 'rejected'], [9000, 3, 3, 'admitted'],
    ]],
    ['GCRA: the picture of its file', { algorithm: 'generic-cell-rate', periodUs: 100_000, burst: 3 }, [
      [0, 1, 3, 'admitted'], [0, 1, 2, 'admitted'], [0, 1, 1, 'admitted'], [0, 1, 0, 'rejected', 100], [100, 1, 1, 'admitted'], [100, 1, 0, 'rejected', 200],
      [250, 2, 1, 'rejected', 300], [300, 2, 2, 'admitted'],
    ]],
    ['leaky bucket as a meter', { algorithm: 'leaky-bucket-meter', leakIntervalUs: SECOND, capacity: 3 }, [
      [0, 1, 3, 'admitted'], [0, 2, 2, 'admitted'], [0, 1, 0, 'rejected', 1000], [1000, 1, 1, 'admitted'], [1500, 1, 0, 'rejected', 2000],
    ]],
    ['leaky bucket as a queue: they leave evenly', { algorithm: 'leaky-bucket-queue', drainIntervalUs: 100_000, capacity: 2 }, [
      [0, 1, 3, 'admitted'], [0, 1, 2, 'delayed', 100], [0, 1, 1, 'delayed', 200], [0, 1, 0, 'rejected', 100], [150, 1, 1, 'delayed', 150], [1000, 1, 3, 'admitted'],
    ]],
    ['nginx limit_req: burst, and the first of a key is free', { algorithm: 'nginx-limit-req', rate: '10r/s', burst: 2, delay: 0, zoneKeys: 0 }, [
      [0, 1, 3, 'admitted'], [7, 1, 2, 'delayed', 93], [24, 1, 1, 'delayed', 176], [24, 1, 0, 'rejected', 100], [100, 1, 1, 'delayed', 200], [5000, 1, 3, 'admitted'],
    ]],
    ['nginx limit_req delay=2: the first two of the excess go through', { algorithm: 'nginx-limit-req', rate: '10r/s', burst: 4, delay: 2, zoneKeys: 0 }, [
      [0, 1, 5, 'admitted'], [0, 1, 4, 'admitted'], [0, 1, 3, 'admitted'], [0, 1, 2, 'delayed', 100], [0, 1, 1, 'delayed', 200], [0, 1, 0, 'rejected', 100],
    ]],
    ['nginx limit_req 1r/m is 16 thousandths a second, and an idle minute is not enough', { algorithm: 'nginx-limit-req', rate: '1r/m', burst: 0, delay: 0, zoneKeys: 0 }, [
      [0, 1, 1, 'admitted'], [60_000, 1, 0, 'rejected', 62_500], [62_500, 1, 1, 'admitted'],
    ]],
    ['nginx limit_req 100r/m is 1666 thousandths a second, and what leaks is rounded down', { algorithm: 'nginx-limit-req', rate: '100r/m', burst: 1, delay: 'nodelay', zoneKeys: 0 }, [
      [0, 1, 2, 'admitted'], [0, 1, 1, 'admitted'], [600, 1, 0, 'rejected', 601], [601, 1, 1, 'admitted'],
    ]],
    ['HAProxy: what is denied counts', { algorithm: 'haproxy-request-rate', periodMs: 1000, limit: 2 }, [
      [0, 1, 2, 'admitted'], [0, 1, 1, 'admitted'], [0, 1, 0, 'rejected', 1334], [500, 1, 0, 'rejected', 1501], [1500, 1, 0, 'rejected', 1751],
      [1751, 1, 1, 'admitted'], [2600, 1, 2, 'admitted'],
    ]],
    ['concurrency limit: time does not help', { algorithm: 'concurrency-limit', limit: 3 }, [[0, 1, 3, 'admitted'], [0, 2, 2, 'admitted'], [900_000, 1, 0, 'rejected'], [900_000, 4, 0, 'rejected']]],
  ])('%s', (_title, config, rows) => runTable(config, rows))
})

describe('one rule under three names', () => {
  const under = underLaw.find(({ name }) => name === 'generic cell rate algorithm')!
  const period = 300_000
  const gcra: LimiterConfig = { algorithm: 'generic-cell-rate', periodUs: period, burst: 4 }
  const bare = ({ kind, retryAtUs, remaining, resetAtUs }: Decision): unknown => ({ kind, retryAtUs, remaining, resetAtUs })

  it('GCRA answers as a token bucket, as long as the clock does not go back', () => {
    fc.assert(
      fc.property(asksOf(under), (script) => {
        const bucket = createLimiter({ algorithm: 'token-bucket', tokens: 1, perUs: period, burst: 4 })
        expect(play(bucket, script).map(({ decision }) => bare(decision))).toEqual(play(createLimiter(gcra), script).map(({ decision }) => bare(decision)))
      }),
    )
  })

  it('GCRA answers as a leaky bucket as a meter, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5_000_000), fc.integer({ min: 1, max: 5 })), { maxLength: 60 }), (script) => {
        const meter = createLimiter({ algorithm: 'leaky-bucket-meter', leakIntervalUs: period, capacity: 4 })
        const cells = createLimiter(gcra)
        for (const [nowUs, cost] of script) expect(bare(decide(meter, 'ann', nowUs, cost))).toEqual(bare(decide(cells, 'ann', nowUs, cost)))
      }),
    )
  })

  it('nginx without delay is a meter of burst + 1, up to a thousandth of a request', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 80 }), (gaps) => {
        const nginx = createLimiter({ algorithm: 'nginx-limit-req', rate: '10r/s', burst: 4, delay: 'nodelay', zoneKeys: 0 })
        const meter = createLimiter({ algorithm: 'leaky-bucket-meter', leakIntervalUs: 100_000, capacity: 5 })
        let atUs = 0
        for (const gap of gaps) {
          atUs += gap * 1000
          expect(decide(nginx, 'ann', atUs).kind).toBe(decide(meter, 'ann', atUs).kind)
        }
      }),
    )
  })

  it('a sliding log is the plain rule: so many in the last window, counted again each time', () => {
    const log = underLaw.find(({ name }) => name === 'sliding log')!
    fc.assert(
      fc.property(asksOf(log), (script) => {
        const gone: { key: string; atUs: number; cost: number }[] = []
        for (const { key, atUs, cost, decision } of play(createLimiter(log.config), script)) {
          const used = gone.filter((other) => other.key === key && other.atUs > atUs - SECOND).reduce((sum, other) => sum + other.cost, 0)
          expect(decision.kind).toBe(used + cost <= 5 ? 'admitted' : 'rejected')
          if (decision.kind === 'admitted') gone.push({ key, atUs, cost })
        }
      }),
    )
  })
})

describe('envelopes are tight, and checking them can fail', () => {
  const burst = (count: number, afterUs = 0): { afterUs: number; key: string; cost: number }[] => Array.from({ length: count }, (_, i) => ({ afterUs: i === 0 ? afterUs : 0, key: 'ann', cost: 1 }))

  it('a fixed window really lets two quotas through around its edge', () => {
    const answers = play(createLimiter({ algorithm: 'fixed-window', ...sliding }), [...burst(9, SECOND - 1), ...burst(9, 1)])
    expect(answers.filter(({ decision }) => decision.kind === 'admitted')).toHaveLength(10)
    expect(breachOf(answers, 'ann', inWindow(9, SECOND))).toMatch(/^10 units in 1 us/)
  })

  it('a sliding window counter lets more than the limit through when the older ones came in a clump', () => {
    const answers = play(createLimiter({ algorithm: 'sliding-window-counter', ...sliding }), [...burst(5, 990_000), ...burst(9, 800_000)])
    expect(breachOf(answers, 'ann', inWindow(5, SECOND))).toBe('8 units in 800000 us, at most 5')
  })

  it.each<[string, LimiterConfig, number, number]>([
    ['a token bucket', { algorithm: 'token-bucket', tokens: 3, perUs: SECOND, burst: 5 }, 5, 3],
    ['nginx', { algorithm: 'nginx-limit-req', rate: '3r/s', burst: 4, delay: 'nodelay', zoneKeys: 0 }, 5, 3],
  ])('%s reaches its envelope: the burst at once, then the rate', (_name, config, atOnce, aSecond) => {
    const script = Array.from({ length: 2000 }, (_, i) => ({ afterUs: i === 0 ? 0 : 5000, key: 'ann', cost: 1 }))
    const admitted = play(createLimiter(config), [...burst(20), ...script]).filter(({ decision }) => decision.kind === 'admitted').length
    expect(admitted).toBeGreaterThanOrEqual(atOnce + aSecond * 10 - 1)
    expect(admitted).toBeLessThanOrEqual(atOnce + aSecond * 10)
  })

  it('a mutant is caught: a bucket that fills one per cent too fast', () => {
    const script = Array.from({ length: 3000 }, (_, i) => ({ afterUs: i === 0 ? 0 : 20_000, key: 'ann', cost: 1 }))
    const answers = play(createLimiter({ algorithm: 'token-bucket', tokens: 303, perUs: 100 * SECOND, burst: 5 }), script)
    expect(breachOf(answers, 'ann', (spanUs) => 5 + Math.floor((3 * spanUs) / SECOND))).not.toBeNull()
  })

  it('a mutant is caught: a line that one more may join', () => {
    const answers = play(createLimiter({ algorithm: 'nginx-limit-req', rate: '3r/s', burst: 5, delay: 'nodelay', zoneKeys: 0 }), burst(9))
    expect(breachOf(answers, 'ann', (spanUs) => 5 + Math.floor((3 * spanUs) / SECOND))).toMatch(/^6 units in 0 us/)
  })

  it('departures of a leaky bucket as a queue are an interval apart', () => {
    const queue = underLaw.find(({ name }) => name === 'leaky bucket as a queue')!
    fc.assert(
      fc.property(asksOf({ ...queue, exceptions: { costs: 'each leaves alone' } }), (script) => {
        const leaves = play(createLimiter(queue.config), script).filter(({ key, decision }) => key === 'ann' && decision.kind !== 'rejected').map(({ atUs, decision }) => atUs + decision.delayUs)
        for (let i = 1; i < leaves.length; i++) expect(leaves[i]! - leaves[i - 1]!).toBeGreaterThanOrEqual(300_000)
      }),
    )
  })
})

describe('a clock that jumps back by ten seconds, after the quota was used up', () => {
  /** How many get through at once after the jump, and how long after it the next one does, in ms; null: not within two minutes. */
  function afterJump(config: LimiterConfig, backMs = 10_000): [atOnce: number, firstAfterMs: number | null] {
    const limiter = createLimiter(config)
    const at = 100_000
    while (decide(limiter, 'ann', at * 1000).kind !== 'rejected');
    const atOnce = countAtOnce(structuredClone(limiter), (at - backMs) * 1000)
    for (let ms = 0; ms <= 120_000; ms += 100) if (decide(structuredClone(limiter), 'ann', (at - backMs + ms) * 1000).kind !== 'rejected') return [atOnce, ms]
    return [atOnce, null]
  }

  it.each<[string, LimiterConfig, [number, number | null], string]>([
    ['fixed window', { algorithm: 'fixed-window', ...sliding }, [0, 11_000], 'stays in the newest window'],
    ['sliding log', { algorithm: 'sliding-log', ...sliding }, [0, 11_000], 'entries of the future count'],
    ['sliding window counter', { algorithm: 'sliding-window-counter', ...sliding }, [0, 11_200], 'stays in the newest window'],
    ['token bucket', { algorithm: 'token-bucket', tokens: 1, perUs: SECOND, burst: 5 }, [0, 11_000], 'fills when the clock has caught up'],
    ['generic cell rate', { algorithm: 'generic-cell-rate', periodUs: SECOND, burst: 5 }, [0, 11_000], 'the arrival time stays'],
    ['nginx limit_req', { algorithm: 'nginx-limit-req', rate: '1r/s', burst: 4, delay: 'nodelay', zoneKeys: 0 }, [0, 11_000], 'stands still for less than a minute'],
  ])('%s: %o (%s)', (_name, config, expected) => expect(afterJump(config)).toEqual(expected))

  it('nginx: after more than a minute back each request counts as one millisecond, and an admitted one sets the clock anew', () => {
    const limiter = createLimiter({ algorithm: 'nginx-limit-req', rate: '1000r/s', burst: 4, delay: 'nodelay', zoneKeys: 0 })
    while (decide(limiter, 'ann', 100_000_000).kind !== 'rejected');
    expect(decide(structuredClone(limiter), 'ann', 40_000_000).kind).toBe('rejected') // exactly a minute: stands still
    expect(decide(limiter, 'ann', 39_999_000).kind).toBe('admitted') // one request a millisecond leaks out
    expect(decide(limiter, 'ann', 39_999_000).kind).toBe('rejected')
    expect(decide(limiter, 'ann', 40_001_000).kind).toBe('admitted') // it runs on from there
  })

  it('token bucket: an admission sets its clock back, and the time that comes twice fills it twice', () => {
    const limiter = createLimiter({ algorithm: 'token-bucket', tokens: 1, perUs: SECOND, burst: 5 })
    expect(decide(limiter, 'ann', 10 * SECOND, 4).kind).toBe('admitted')
    expect(decide(limiter, 'ann', 5 * SECOND).kind).toBe('admitted')
    expect(decide(limiter, 'ann', 10 * SECOND, 5).kind).toBe('admitted')
  })

  it('nginx: by less than a minute, an admission leaves the clock where it was', () => {
    const limiter = createLimiter({ algorithm: 'nginx-limit-req', rate: '1r/s', burst: 2, delay: 'nodelay', zoneKeys: 0 })
    expect([100, 100, 90].map((s) => decide(limiter, 'ann', s * SECOND).kind)).toEqual(['admitted', 'admitted', 'admitted'])
    expect(decide(limiter, 'ann', 100 * SECOND).kind).toBe('rejected')
  })

  it('HAProxy: its clock never goes back; requests count at the newest time seen', () => {
    const limiter = createLimiter({ algorithm: 'haproxy-request-rate', periodMs: 1000, limit: 3 })
    const rates = [10_000, 10_000, 10_000, 10_000, 11_000, 10_500].map((ms) => {
      decide(limiter, 'ann', ms * 1000)
      return rateOf(limiter.state as HaproxyRequestRateState, 'ann')
    })
    expect(rates).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('a Redis token bucket takes tokens away for the time that did not pass', () => {
    const limiter = createLimiter({ algorithm: 'redis-script', script: 'token-bucket', args: [10, 1] })
    expect(decide(limiter, 'ann', 100 * SECOND).remaining).toBe(9)
    expect(decide(limiter, 'ann', 97 * SECOND).remaining).toBe(5)
  })
})

it('I3: HAProxy’s ticks are even: a window that began at 1 ms is over at 1000 ms', () => {
  const limiter = createLimiter({ algorithm: 'haproxy-request-rate', periodMs: 1000, limit: 3 })
  for (let i = 0; i < 10; i++) decide(limiter, 'ann', 1000)
  decide(limiter, 'ann', 1_001_000)
  expect(rateOf(limiter.state as HaproxyRequestRateState, 'ann')).toBe(10) // (10 · 999 + 1 · 1000) / 1000, and not 11
})

describe('nginx’s zone', () => {
  const config: LimiterConfig = { algorithm: 'nginx-limit-req', rate: '1r/s', burst: 0, delay: 0, zoneKeys: 3 }
  it('does not limit a request without a key, or with one of more than 65535 bytes', () => {
    const limiter = createLimiter(config)
    for (const key of ['', 'é'.repeat(32_768)]) expect([0, 0].map((at) => decide(limiter, key, at).reason)).toEqual(['not-limited', 'not-limited'])
    expect(keysOf(limiter)).toBe(0)
    const longest = 'é'.repeat(32_767)
    expect([0, 0].map((at) => decide(limiter, longest, at).kind)).toEqual(['admitted', 'rejected'])
  })
  it('throws the key out that was not used for longest when it is full, whatever it owes', () => {
    const limiter = createLimiter(config)
    for (const key of ['a', 'b', 'c']) decide(limiter, key, 0)
    expect(decide(limiter, 'a', 1000).kind).toBe('rejected') // now b is the oldest
    expect(decide(limiter, 'd', 2000).kind).toBe('admitted')
    expect(decide(limiter, 'a', 3000).kind).toBe('rejected')
    expect(decide(limiter, 'b', 4000).kind).toBe('admitted') // forgotten: new again
  })
  it('lets up to two idle keys go with each new one', () => {
    const limiter = createLimiter({ ...config, zoneKeys: 0 })
    for (const key of ['a', 'b', 'c']) decide(limiter, key, 0)
    decide(limiter, 'd', 59_999_000)
    expect(keysOf(limiter)).toBe(4)
    decide(limiter, 'e', 60_000_000)
    expect(keysOf(limiter)).toBe(3)
  })
  it('limit_conn has no limit for keys that are empty or longer than 255 bytes', () => {
    const limiter = createLimiter({ algorithm: 'nginx-limit-conn', limit: 1 })
    for (const key of ['', 'x'.repeat(256), '한'.repeat(86)]) {
      expect([0, 0].map((at) => decide(limiter, key, at).kind)).toEqual(['admitted', 'admitted'])
      release(limiter, key)
    }
    expect(['x'.repeat(255), 'x'.repeat(255)].map((key) => decide(limiter, key, 0).kind)).toEqual(['admitted', 'rejected'])
  })
  it.each(['0r/s', '-1r/s', '1.5r/s', '10r/h', ''])('"%s" is no rate', (rate) => {
    expect(() => createLimiter({ ...config, rate } as LimiterConfig)).toThrow(/not a rate/)
  })
  it.each([['10', 10_000], ['10r/s', 10_000], ['30r/m', 500], ['1r/m', 16]])('%s is %i thousandths of a request a second', (rate, expected) => {
    expect(parseRate(rate)).toBe(expected)
  })
})

describe('misuse crashes', () => {
  it.each<[string, () => unknown]>([
    ['a limit of 0', () => createLimiter({ algorithm: 'fixed-window', limit: 0, windowUs: 1 })],
    ['a window of half a microsecond', () => createLimiter({ algorithm: 'sliding-log', limit: 1, windowUs: 0.5 })],
    ['a bucket too large to count exactly', () => createLimiter({ algorithm: 'token-bucket', tokens: 1, perUs: 1e12, burst: 1e6 })],
    ['a cost of 0', () => decide(createLimiter({ algorithm: 'fixed-window', limit: 1, windowUs: 1 }), 'a', 0, 0)],
    ['a cost where requests are counted', () => decide(createLimiter({ algorithm: 'nginx-limit-conn', limit: 9 }), 'a', 0, 2)],
    ['closing what is not open', () => release(createLimiter({ algorithm: 'concurrency-limit', limit: 1 }), 'a')],
  ])('%s', (_title, misuse) => expect(misuse).toThrow())
})

it('a thousand keys come and go without growing the table', () => {
  const names: AlgorithmName[] = ['fixed-window', 'token-bucket', 'generic-cell-rate', 'leaky-bucket-queue']
  const configs = { 'fixed-window': sliding, 'token-bucket': { tokens: 1, perUs: SECOND, burst: 1 }, 'generic-cell-rate': { periodUs: 1, burst: 1 }, 'leaky-bucket-queue': { drainIntervalUs: 1, capacity: 0 } }
  for (const algorithm of names) {
    const limiter = createLimiter({ algorithm, ...configs[algorithm as 'fixed-window'] } as LimiterConfig)
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 1000; i++) decide(limiter, `${round}/${i}`, round * 10 * SECOND)
      expect(keysOf(limiter)).toBe(1000)
      expect(forgetIdle(limiter, (round + 1) * 10 * SECOND)).toBe(1000)
    }
    expect((limiter.state as { table: { values: Float64Array } }).table.values.length).toBeLessThanOrEqual(1024 * 3)
  }
})
