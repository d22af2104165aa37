/** The diagram's words and depths for a system under load. */

import { applyRow, LANE_COUNTERS } from '@/components/projection/counters.ts'
import type { RunIndex } from '@/components/projection/run-index.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { limiterLevels, usedSeries, windowOf } from '@/components/projection/limiter-levels.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { laneBands } from './lane-bands.ts'
import type { DiagramReader } from './reader.ts'
import { surveyOf } from './survey.ts'
import { describeLane, describeMessage, describeNote, describeNow, laneName, type TimelineWords } from './words.ts'

/** What somebody did. What followed from it on the same spot is less important than it, however near to now. */
const CAUSES = new Set(['store.stopped', 'store.started', 'store.slowed', 'store-link.cut', 'store-link.slowed', 'store-link.healed', 'limit.changed', 'server.stopped', 'server.started', 'server.slowed', 'server.added', 'server.drained', 'policy.changed', 'rate.changed', 'link.cut', 'link.slowed', 'link.healed'])
const FAILING = new Set(['store.stopped', 'store-link.cut', 'server.stopped', 'server.marked-down', 'link.cut'])

export function isTrafficIndex(index: RunIndex): index is TrafficIndex {
  return 'circumstances' in index
}

export function trafficReader(trace: Trace, index: RunIndex, words: TimelineWords, locale: Locale): DiagramReader {
  if (!isTrafficIndex(index)) throw new Error(`A run of ${trace.family} needs a reader of its own.`)
  const levels = limiterLevels(trace, index.config)
  const reader: DiagramReader = {
    laneName: (lane) => laneName(words, trace, lane),
    at(us) {
      const state = stateAt(trace, index, us)
      return { lanes: state.lanes.map((lane) => describeLane(words, locale, lane, state, levels)), spoken: describeNow(words, locale, state) }
    },
    note: (note) => describeNote(words, locale, note),
    isCause: (note) => CAUSES.has(note.kind),
    isFailing: (note) => FAILING.has(note.kind),
    message: (row) => describeMessage(words, locale, trace, surveyOf(trace, reader), row),
    bands: (fromUs, toUs, buckets) => laneBands(trace, index, fromUs, toUs, buckets),
    used: (lane, fromUs, toUs, buckets) => (levels === null ? null : usedSeries(levels, lane, fromUs, toUs, buckets)),
    windowOf: (lane) => (levels === null || !levels.tracks.has(lane) ? 0 : windowOf(levels, lane)),
    depths: () => trafficDepths(trace, index),
  }
  return reader
}

export function trafficDepths(trace: Trace, index: TrafficIndex): ReturnType<DiagramReader['depths']> {
  const width = LANE_COUNTERS.length
  const counters = new Int32Array(index.counterWidth)
  const queued = LANE_COUNTERS.indexOf('queued')
  const serving = LANE_COUNTERS.indexOf('serving')
  const held = LANE_COUNTERS.indexOf('held')
  const mostServed = new Uint32Array(trace.lanes.length)
  let deepestQueue = 0
  for (let row = 0; row < trace.log.count; row++) {
    applyRow(trace, index.circumstances, row, counters)
    const lane = trace.log.lane[row]!
    const at = lane * width
    deepestQueue = Math.max(deepestQueue, counters[at + queued]!, counters[at + held]!)
    mostServed[lane] = Math.max(mostServed[lane]!, counters[at + serving]!)
  }
  return { deepestQueue, mostServed }
}
