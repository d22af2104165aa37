/** One sequence of arrivals through two limiters: read, run, compared. Pure; a worker calls it, and the build for what stands still. */

import { byTime, type Arrivals } from '@/simulations/components/arrival-bench/arrivals.ts'
import { compileSpec, type CompiledSpec, type LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import { replayArrivals, type Replay } from '@/simulations/components/arrival-bench/replay.ts'
import { readArrivals, type ArrivalText, type TimeUnit } from '@/simulations/scenario/arrival-text.ts'

export interface ArrivalRequest {
  readonly text: string
  readonly unit: TimeUnit
  /** Both without problems. */
  readonly specs: readonly [LimiterSpec, LimiterSpec]
  /** Whose level is drawn; null: whoever comes most. */
  readonly key: string | null
}

export interface BenchRun {
  readonly text: ArrivalText
  readonly specs: readonly [LimiterSpec, LimiterSpec]
  readonly compiled: readonly [CompiledSpec, CompiledSpec]
  readonly replays: readonly [Replay, Replay]
  /** Numbers of the arrivals in order of time. */
  readonly order: Uint32Array
  /** Those on which the two do not agree, in order of time. */
  readonly differing: Uint32Array
  /** What the times on the axis are counted from. */
  readonly originUs: number
  readonly fromUs: number
  readonly toUs: number
  /** Number of the key whose level is drawn; -1 when nobody came. */
  readonly lineKey: number
}

export type ArrivalReply = { readonly kind: 'ran'; readonly run: BenchRun } | { readonly kind: 'too-many'; readonly line: number }

/** `at`: how much is done, 0 to 1. */
export type Progress = (at: number) => void

/** A sequence that begins later than this after 0 has its times counted from its own beginning. */
const FAR_US = 3_600_000_000

export function runArrivals({ text, unit, specs, key }: ArrivalRequest, onProgress: Progress = () => {}): ArrivalReply {
  const reading = readArrivals(text, unit, (read) => onProgress((0.4 * read) / text.length))
  if (!reading.ok) return { kind: 'too-many', line: reading.line }
  return { kind: 'ran', run: runRead(reading.text, specs, key, onProgress) }
}

/** The same for a text that was read before. */
export function runRead(text: ArrivalText, specs: ArrivalRequest['specs'], key: string | null, onProgress: Progress = () => {}): BenchRun {
  const { arrivals } = text
  const order = byTime(arrivals)
  const compiled = [compileSpec(specs[0]), compileSpec(specs[1])] as const
  const named = key === null ? -1 : arrivals.keys.indexOf(key)
  const lineKey = named >= 0 ? named : mostCommonKey(arrivals)
  const firstUs = order.length === 0 ? 0 : arrivals.atUs[order[0]!]!
  const lastUs = order.length === 0 ? 1_000_000 : arrivals.atUs[order.at(-1)!]!
  const originUs = firstUs < FAR_US ? 0 : Math.floor(firstUs / 1_000_000) * 1_000_000
  const spanUs = lastUs - firstUs || Math.min(compiled[0].windowUs, 1_000_000)
  const fromUs = originUs === 0 && firstUs <= spanUs ? 0 : Math.max(0, firstUs - Math.ceil(spanUs * 0.05))
  // Drawing arrivals keeps a stretch of time in sight that may be longer than the sequence.
  const roomUs = Math.max(Math.ceil(spanUs), 4 * compiled[0].windowUs, 4 * compiled[1].windowUs)
  const wish = lineKey < 0 ? null : { key: lineKey, fromUs: Math.max(0, firstUs - roomUs), toUs: lastUs + roomUs }
  const replays = [
    replayArrivals(arrivals, compiled[0], wish, (done) => onProgress(0.4 + (0.3 * done) / arrivals.count)),
    replayArrivals(arrivals, compiled[1], wish, (done) => onProgress(0.7 + (0.3 * done) / arrivals.count)),
  ] as const
  const lastLeaveUs = Math.min(lastUs + spanUs * 0.45, Math.max(lastLeave(arrivals, replays[0]), lastLeave(arrivals, replays[1]), lastUs))
  return { text, specs, compiled, replays, order, differing: differingOf(order, replays), originUs, fromUs, toUs: lastLeaveUs + Math.ceil(spanUs * 0.05), lineKey }
}

function mostCommonKey({ key, keys }: Arrivals): number {
  const counts = new Uint32Array(keys.length)
  for (const one of key) counts[one]!++
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))
}

function lastLeave({ atUs }: Arrivals, { verdict, delayUs }: Replay): number {
  let last = 0
  for (let i = 0; i < verdict.length; i++) if (verdict[i] === 1) last = Math.max(last, atUs[i]! + delayUs[i]!)
  return last
}

function differingOf(order: Uint32Array, [left, right]: readonly [Replay, Replay]): Uint32Array {
  return order.filter((i) => left.verdict[i] !== right.verdict[i] || left.delayUs[i] !== right.delayUs[i])
}

/** Everything that can be handed to another thread instead of being copied. */
export function runBuffers({ text: { arrivals }, replays, order, differing }: BenchRun): ArrayBuffer[] {
  const arrays: ArrayBufferView[] = [arrivals.atUs, arrivals.key, arrivals.cost, arrivals.line, order, differing]
  for (const replay of replays) {
    arrays.push(replay.verdict, replay.reason, replay.before, replay.after, replay.remaining, replay.delayUs, replay.retryAtUs, replay.resetAtUs)
    if (replay.line !== null) arrays.push(replay.line.atUs, replay.line.level)
  }
  return arrays.map(({ buffer }) => buffer as ArrayBuffer)
}
