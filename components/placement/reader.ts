/** The diagram's words and depths for keys on nodes: above a lane stand the keys that are on their way to it. */

import type { PlacementWords } from '@/components/families/placement-words.ts'
import { formatDuration, formatTime } from '@/components/narration/durations.ts'
import { upperBound } from '@/components/projection/lookup.ts'
import { placementAt } from '@/components/projection/placement-state.ts'
import type { PlacementRun } from '@/components/simulation/run.ts'
import type { DiagramReader, LaneWords } from '@/components/timeline/reader.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { PLACEMENT_EVENT } from '@/simulations/components/placement/vocabulary.ts'
import { formatShare, laneLabel, placementNarrator } from './describe.ts'
import { CLIENTS_LANE, isSourceLane } from './lanes.ts'

export function placementReader(locale: Locale, words: PlacementWords, run: PlacementRun): DiagramReader {
  const { trace, index } = run
  const narrator = placementNarrator(locale, words, run)
  const say = (message: string, values: Record<string, string | number>) => formatWith(locale, message, values)
  const arrivals = arrivalsOf(run)

  function laneAt(lane: number, us: number): LaneWords {
    const state = placementAt(trace, index, us)
    if (lane === CLIENTS_LANE) return { text: say(words.lanes.open, { count: state.open }), tone: 'plain' }
    if (isSourceLane(trace, lane)) return { text: say(words.lanes.fetched, { count: state.totals.missed }), tone: 'plain' }
    const node = state.nodes.find((one) => one.lane === lane)
    if (node === undefined || trace.lanes[lane]!.sinceUs > us) return { text: words.lanes.notYet, tone: 'plain' }
    if (node.isDown) return { text: words.lanes.down, tone: 'fail' }
    if (node.arriving > 0) return { text: say(words.lanes.arriving, { count: node.arriving }), tone: 'wait' }
    return { text: node.isThere ? say(words.lanes.keys, { count: node.keys }) : words.lanes.left, tone: 'plain' }
  }

  return {
    laneName: (lane) => laneLabel(words, run, lane),
    at: (us) => ({ lanes: trace.lanes.map((_lane, lane) => laneAt(lane, us)), spoken: narrator.summary(us, placementAt(trace, index, us).row) }),
    note: ({ kind, facts }) => say(words.notes[kind as keyof typeof words.notes], {
      ...facts, share: formatShare(locale, Number(facts.moved ?? 0) / (Number(facts.keys ?? 1) * run.config.keys.copies)), took: formatDuration(Number(facts.tookUs ?? 0)),
    }),
    isCause: ({ kind }) => kind !== 'moves.done' && kind !== 'keys.placed',
    isFailing: ({ kind }) => kind === 'node.marked-down',
    message: (row) => [narrator.hop(row), `${formatTime(trace.hops.sentAt[row]!)} + ${formatDuration(trace.hops.delayUs[row]!)}`],
    bands(fromUs, toUs, buckets) {
      const waiting = new Float32Array(trace.lanes.length * buckets)
      const widthUs = (toUs - fromUs) / buckets
      for (const [lane, { at, depth }] of arrivals.entries()) {
        if (at.length === 0) continue
        for (let bucket = 0; bucket < buckets; bucket++) {
          const first = upperBound(at, at.length, fromUs + bucket * widthUs) - 1
          const last = upperBound(at, at.length, fromUs + (bucket + 1) * widthUs) - 1
          let most = first < 0 ? 0 : depth[first]!
          for (let row = first + 1; row <= last; row++) most = Math.max(most, depth[row]!)
          waiting[lane * buckets + bucket] = most
        }
      }
      return { buckets, waiting, serving: new Float32Array(waiting.length) }
    },
    depths: () => ({ deepestQueue: arrivals.reduce((most, { depth }) => depth.reduce((deepest, one) => Math.max(deepest, one), most), 0), mostServed: new Uint32Array(trace.lanes.length) }),
  }
}

interface Arrivals {
  readonly at: Float64Array
  readonly depth: Uint32Array
}

/** Keys on their way to each lane, from change to change. */
function arrivalsOf({ trace }: PlacementRun): readonly Arrivals[] {
  const { log, subjects } = trace
  const at: number[][] = trace.lanes.map(() => [])
  const depth: number[][] = trace.lanes.map(() => [])
  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]
    const sign = kind === PLACEMENT_EVENT['move.planned'] ? 1 : kind === PLACEMENT_EVENT['move.arrived'] || kind === PLACEMENT_EVENT['move.lost'] ? -1 : 0
    if (sign === 0) continue
    const ref = log.ref[row]!
    const lane = subjects.columns.node![ref]!
    depth[lane]!.push((depth[lane]!.at(-1) ?? 0) + sign * subjects.columns.keys![ref]!)
    at[lane]!.push(log.at[row]!)
  }
  return trace.lanes.map((_lane, lane) => ({ at: Float64Array.from(at[lane]!), depth: Uint32Array.from(depth[lane]!) }))
}
