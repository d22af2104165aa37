/** One decision in a sentence, and the fields of the answer that the client gets. Picture, table and screen reader say the same. */

import { formatDuration } from '@/components/narration/durations.ts'
import { decisionAt, describeLimit } from '@/components/simulation/arrival-tools.ts'
import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Decision, Verdict } from '@/simulations/algorithms/rate-limiting/decision.ts'
import { capacityOf, quantityOf, writeInstant, writeLevel, writeSpan, type Words } from './arrival-words.ts'

export interface Explained {
  readonly verdict: Verdict
  readonly sentence: string
  /** As they stand in the answer: name and value. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

export type Side = 0 | 1

/** Arrival `i`, as one of the limiters saw it. */
export function explainDecision(words: Words, run: BenchRun, side: Side, i: number): Explained {
  const decision = decisionAt(run.replays[side], i)
  const compiled = run.compiled[side]
  const isOpen = compiled.holdUs !== null
  const policy = {
    name: 'limit', quota: compiled.quota, windowS: isOpen || compiled.windowUs % 1_000_000 !== 0 ? null : compiled.windowUs / 1_000_000,
    unit: isOpen ? 'concurrent-requests' as const : 'requests' as const, partitionKey: null,
  }
  return { verdict: decision.kind, sentence: sentenceOf(words, run, side, i, decision), fields: describeLimit(decision, policy, run.text.arrivals.atUs[i]!).fields }
}

function sentenceOf(words: Words, run: BenchRun, side: Side, i: number, decision: Decision): string {
  const { locale, text: { why } } = words
  const spec = run.specs[side]
  const quantity = quantityOf(spec)
  const replay = run.replays[side]
  const now = run.text.arrivals.atUs[i]!
  const before = replay.before[i]!
  const values = {
    before: writeLevel(words, before, quantity), after: writeLevel(words, replay.after[i]!, quantity), capacity: formatNumber(locale, capacityOf(spec)),
    cost: run.compiled[side].knowsCost ? run.text.arrivals.cost[i]! : 1, window: writeSpan(spec.windowUs), delay: formatDuration(decision.delayUs),
    wait: decision.retryAtUs === null ? '' : formatDuration(decision.retryAtUs - now),
  }
  return formatWith(locale, messageOf(why, quantity, decision, before), values)
}

function messageOf(why: Words['text']['why'], quantity: ReturnType<typeof quantityOf>, { kind, reason, retryAtUs }: Decision, before: number): string {
  if (reason === 'cost-above-capacity') return why.tooDear
  if (reason === 'not-limited') return why.notLimited
  if (kind === 'rejected' && retryAtUs === null && quantity !== 'open') return quantity === 'count' ? why.untoldCounts : why.untold
  if (quantity === 'excess' && kind !== 'rejected' && before <= 0) return kind === 'delayed' ? why.leakedAwayWaits : before <= -1 ? why.first : why.leakedAway
  const messages: Readonly<Partial<Record<Verdict, string>>> = why[quantity]
  return messages[kind] ?? why[quantity].admitted
}

/** Arrival `i` by number, time, client and line. */
export function describeArrival({ locale, text: { read } }: Words, run: BenchRun, i: number): string {
  const { arrivals } = run.text
  const place = run.order.indexOf(i) + 1
  const values = { n: place, time: writeInstant(arrivals.atUs[i]!, run.originUs), line: arrivals.line[i]!, client: arrivals.keys[arrivals.key[i]!]! }
  const cost = arrivals.cost[i]!
  return formatWith(locale, arrivals.keys.length > 1 ? read.arrivalOf : read.arrival, values) + (cost === 1 ? '' : `, ${formatWith(locale, read.cost, { cost })}`)
}

/** The whole run in a few words. */
export function describeRun({ locale, text }: Words, run: BenchRun, names: readonly [string, string]): string {
  const [left, right] = run.replays
  return formatWith(locale, text.findings.said, {
    arrivals: run.text.arrivals.count, left: names[0], right: names[1], difference: describeDifference({ locale, text }, run),
    leftAdmitted: left.totals[0], leftDelayed: left.totals[1], leftRejected: left.totals[2], rightAdmitted: right.totals[0], rightDelayed: right.totals[1], rightRejected: right.totals[2],
  })
}

export function describeDifference({ locale, text: { picture } }: Words, run: BenchRun): string {
  return run.differing.length === 0 ? picture.same : formatWith(locale, picture.differ, { count: run.differing.length })
}
