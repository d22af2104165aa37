/**
 * What: what a limiter may let in at most: by each rule, in any span of time, on one node or all together.
 * Why: this is what a limiter is for. The laws are those of the rules' papers, counted over the trace without asking the rule again.
 *
 * Picture:   admitted  ▌▌▌   ▌   ▌▌         token bucket: any span of t holds at most burst + rate · t
 *            windows   │      │      │      fixed window: each aligned window holds at most its limit
 *
 * Invariants: I1 a limit that changes, and a store that loses its memory, begin a new stretch; each law holds within one.
 *
 * Simplifications: synchronised counters are held to the narrow bound only while their store answers; without it each node may use the
 * whole limit. Counters kept by plain commands promise nothing here, except that nobody was let in above what was read.
 */

import { partOfRule, scaledRule, steadyPerUs, type LimiterConfig } from '../components/traffic/limiter-rule.ts'
import { keyTexts } from '../components/traffic/limiter-keys.ts'
import { HOP, SPAN } from '../components/traffic/vocabulary.ts'
import { DONE, NEVER, type Trace } from '../kernel/trace.ts'
import type { TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Judge, type Verdict } from './verdict.ts'

/** A store's clock is in whole milliseconds. */
const STORE_CLOCK_US = 1_000
const TINY = 1e-6

/** Requests that one count let in, in the order in which they were counted. */
interface Counted {
  readonly node: number
  readonly rule: LimiterConfig
  readonly requests: number[]
}

export function checkEnvelope({ trace, config }: TrafficRecord): Verdict[] {
  const spec = config.limiter!
  const envelope = createJudge('a limiter lets in no more than its rule allows in any span of time')
  const overshoot = createJudge('synchronised counters let in no more than the limit and what the others could not know of')
  const countedAt = trace.subjects.columns['countedAt']!
  const isStore = spec.counts === 'shared'
  if (isStore && spec.store.strategy !== 'atomic-script') return []
  for (const { node, rule, requests } of countsOf(trace, config)) {
    const times = requests.map((request) => (isStore ? Math.floor(countedAt[request]! / STORE_CLOCK_US) * STORE_CLOCK_US : countedAt[request]!))
    if (spec.counts === 'synchronised') examineTogether(overshoot, trace, config, rule, requests, times)
    else examine(envelope, trace, rule, requests, times, node)
  }
  return [envelope, overshoot].map(verdictOf)
}

/** One list for each key, each count, each stretch. */
function countsOf(trace: Trace, config: TrafficRecord['config']): Counted[] {
  const spec = config.limiter!
  const { countedAt, counted, client, tenant, limiter } = trace.subjects.columns as Record<string, Float64Array>
  const keyText = keyTexts(config)
  const stretches = trace.notes.filter((note) => note.kind === 'limit.changed' || (spec.counts === 'shared' && note.kind === 'store.stopped')).map((note) => note.atUs)
  const changes = trace.notes.filter((note) => note.kind === 'limit.changed')
  const order = Array.from({ length: trace.subjects.count }, (_, request) => request).filter((request) => counted![request] === 1)
  order.sort((a, b) => countedAt![a]! - countedAt![b]! || a - b)
  const found = new Map<string, Counted>()
  for (const request of order) {
    const at = countedAt![request]!
    const stretch = stretches.filter((from) => from <= at).length
    const node = spec.counts === 'local' || spec.counts === 'split' ? limiter![request]! : -1
    const id = `${stretch} ${node} ${keyText(client![request]!, tenant![request]!)}`
    let known = found.get(id)
    if (known === undefined) {
      const factor = Number(changes.findLast((note) => note.atUs <= at)?.facts['factor'] ?? 1)
      const whole = factor === 1 ? spec.rule : scaledRule(spec.rule, factor)
      found.set(id, (known = { node, rule: spec.counts === 'split' ? partOfRule(whole, spec.nodes, node) : whole, requests: [] }))
    }
    known.requests.push(request)
  }
  return [...found.values()]
}

function examine(judge: Judge, trace: Trace, rule: LimiterConfig, requests: readonly number[], times: readonly number[], node: number): void {
  const say = (at: number, allowed: string, got: number): void => breach(judge, -1, at, `at most ${allowed} by ${rule.algorithm} on count ${node}`, got)
  switch (rule.algorithm) {
    case 'token-bucket':
      return atMost(times, rule.burst, rule.tokens / rule.perUs, say)
    case 'generic-cell-rate':
      return atMost(times, rule.burst, 1 / rule.periodUs, say)
    case 'leaky-bucket-meter':
      return atMost(times, rule.capacity, 1 / rule.leakIntervalUs, say)
    case 'leaky-bucket-queue': {
      // What leaves is even; what comes in is not.
      const decidedAt = trace.subjects.columns['decidedAt']!
      const heldUs = heldTimes(trace)
      for (const request of requests) {
        const us = heldUs.get(request) ?? 0
        if (us !== NEVER && us > rule.capacity * rule.drainIntervalUs) say(decidedAt[request]!, `${rule.capacity} waiting places`, us)
      }
      const gone = requests.filter((request) => heldUs.get(request) !== NEVER)
      return atMost(gone.map((request) => decidedAt[request]! + (heldUs.get(request) ?? 0)), 1, 1 / rule.drainIntervalUs, say)
    }
    case 'nginx-limit-req':
      return atMost(times, rule.burst + 1, steadyPerUs(rule)!, say, 2 * STORE_CLOCK_US)
    case 'fixed-window':
    case 'sliding-window-counter':
      return perWindow(times, rule.windowUs, rule.limit, say)
    case 'sliding-log':
      for (let i = rule.limit; i < times.length; i++) if (times[i]! - times[i - rule.limit]! < rule.windowUs) say(times[i]!, `${rule.limit} in ${rule.windowUs} µs`, rule.limit + 1)
      return
    case 'haproxy-request-rate':
      for (let i = 2 * rule.limit + 1; i < times.length; i++) {
        if (times[i]! - times[i - 2 * rule.limit - 1]! < (rule.periodMs - 2) * 1000) say(times[i]!, `${2 * rule.limit} in ${rule.periodMs} ms`, 2 * rule.limit + 1)
      }
      return
    case 'concurrency-limit':
    case 'nginx-limit-conn':
    case 'redis-script':
      return // how many run at once is counted by slots
  }
}

/** Any span of t holds at most burst + rate · t: the k-th of them is never more than that ahead of the least before it. */
function atMost(times: readonly number[], burst: number, perUs: number, say: (at: number, allowed: string, got: number) => void, slackUs = STORE_CLOCK_US): void {
  let least = Infinity
  times.forEach((at, k) => {
    const ahead = k - perUs * at
    least = Math.min(least, ahead)
    const got = ahead - least + 1
    if (got > burst + perUs * slackUs + TINY) say(at, `${burst} ahead of the rate`, got)
  })
}

function perWindow(times: readonly number[], windowUs: number, limit: number, say: (at: number, allowed: string, got: number) => void): void {
  const counts = new Map<number, number>()
  for (const at of times) {
    const window = Math.floor(at / windowUs)
    const count = (counts.get(window) ?? 0) + 1
    counts.set(window, count)
    if (count > limit) say(at, `${limit} in window ${window}`, count)
  }
}

/** How long each was held; NEVER for one that did not leave in its turn. */
function heldTimes({ spans }: Trace): Map<number, number> {
  const found = new Map<number, number>()
  for (let row = 0; row < spans.count; row++) {
    if (spans.kind[row] === SPAN['held-at-limiter']) found.set(spans.subject[row]!, spans.fate[row] === DONE ? spans.lastedUs[row]! : NEVER)
  }
  return found
}

/** I3 of `synchronised-counters.ts`, with messages that take time. */
function examineTogether(judge: Judge, trace: Trace, config: TrafficRecord['config'], rule: LimiterConfig, requests: readonly number[], times: readonly number[]): void {
  if (rule.algorithm !== 'fixed-window') return
  const spec = config.limiter!
  const { limiter } = trace.subjects.columns
  const roundTripUs = roundTrip(trace, config)
  const spanUs = 2 * spec.store.everyUs + 6 * roundTripUs
  const first = new Map<number, number>()
  requests.forEach((_request, k) => {
    const window = Math.floor(times[k]! / rule.windowUs)
    if (!first.has(window)) first.set(window, k)
  })
  for (const [window, from] of first) {
    let to = from
    while (to < times.length && Math.floor(times[to]! / rule.windowUs) === window) to++
    const unknown = roundTripUs === Infinity ? Infinity : mostOfOneNode(requests.slice(from, to), times.slice(from, to), limiter!, spec.nodes, spanUs)
    const allowed = Math.min(spec.nodes * rule.limit, rule.limit + (spec.nodes - 1) * unknown)
    if (to - from > allowed) breach(judge, -1, times[from]!, `at most ${allowed} of all nodes in window ${window}`, to - from)
  }
}

/** The longest an exchange took, from telling to hearing; Infinity when one may have been given up. */
function roundTrip(trace: Trace, { limiter }: TrafficRecord['config']): number {
  const { hops, notes } = trace
  const { work, timeoutUs } = limiter!.store
  if (work.kind !== 'constant' || notes.some((note) => note.kind.startsWith('store'))) return Infinity
  let [there, back] = [0, 0]
  for (let row = 0; row < hops.count; row++) {
    if (hops.kind[row] === HOP.tell) there = Math.max(there, hops.delayUs[row]!)
    if (hops.kind[row] === HOP.total) back = Math.max(back, hops.delayUs[row]!)
  }
  return there + work.valueUs + back >= timeoutUs ? Infinity : there + work.valueUs + back
}

function mostOfOneNode(requests: readonly number[], times: readonly number[], nodeOf: ArrayLike<number>, nodes: number, spanUs: number): number {
  let most = 0
  for (let node = 0; node < nodes; node++) {
    const own = times.filter((_at, k) => nodeOf[requests[k]!] === node)
    let from = 0
    own.forEach((at, k) => {
      while (own[from]! < at - spanUs) from++
      most = Math.max(most, k - from + 1)
    })
  }
  return most
}
