/** The sentences of a system under load, as the shared parts ask for them. */

import type { RunNarrator } from '@/components/families/family-view.ts'
import { stateNow } from '@/components/projection/traffic-state.ts'
import type { TrafficRun } from '@/components/simulation/run.ts'
import type { Locale } from '@/lib/locales.ts'
import { createNarrator, type SimulationWords } from './describe.ts'

export function trafficNarrator(locale: Locale, words: SimulationWords, { trace, index, config }: TrafficRun): RunNarrator {
  const narrator = createNarrator(locale, words, trace, config)
  const { event, spoken, hop, laneName, request, value } = narrator
  return {
    event, spoken, hop, laneName, request, value,
    summary: (us, row) => narrator.state(stateNow(trace, index, us, row)),
    nodes(us, row) {
      const state = stateNow(trace, index, us, row)
      return state.lanes.map((lane) => narrator.lane(lane, state))
    },
  }
}
