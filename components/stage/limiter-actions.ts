/** What may be done to a limiter and to its store, and which lanes are theirs. */

import { limiterOf } from '@/components/families/limiter-words.ts'
import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { StageWords } from './describe-lane.ts'
import type { LimiterLanes } from './limiter-layout.ts'
import type { MachineAction } from './machine-actions.ts'

const SLOWER = 100
const SLOWER_LINK = 20
const MOST_LIMIT = 16

/** Null where there is none. */
export function limiterLanes({ limiter, servers, database }: TrafficConfig): LimiterLanes | null {
  if (limiter === undefined) return null
  return { firstLane: 2 + servers.length + (database === undefined ? 0 : 1), nodes: limiter.nodes, hasStore: limiter.counts === 'shared' || limiter.counts === 'synchronised' }
}

export function limiterActions(system: SystemState, state: LaneState, words: StageWords, locale: Locale): MachineAction[] {
  const actions = limiterOf(words)?.stage.actions
  if (actions === undefined) return []
  const found: MachineAction[] = []
  const add = (text: { readonly label: string; readonly hint: string }, command: MachineAction['command'], factor = 0, isFirst = true) => found.push({ label: format(locale, text.label, { factor }), hint: text.hint, command, isFirst })
  if (state.role === 'limiter') {
    const { limit } = system
    if (limit * 2 <= MOST_LIMIT) add(actions.moreLimit, { kind: 'set-limit', factor: limit * 2 }, limit * 2)
    if (limit / 2 >= 1 / MOST_LIMIT) add(actions.lessLimit, { kind: 'set-limit', factor: limit / 2 }, limit / 2)
    if (limit !== 1) add(actions.usualLimit, { kind: 'set-limit', factor: 1 })
    return found
  }
  if (state.running) add(actions.stop, { kind: 'stop-store' })
  else add(actions.start, { kind: 'start-store' })
  if (state.slowness === 1) add(actions.slow, { kind: 'slow-store', factor: SLOWER }, SLOWER)
  else add(actions.normal, { kind: 'slow-store', factor: 1 })
  if (state.link === 'ok') add(actions.cut, { kind: 'cut-store-link' })
  else add(actions.heal, { kind: 'heal-store-link' })
  if (state.link !== 'slow') add(actions.slowLink, { kind: 'slow-store-link', factor: SLOWER_LINK }, SLOWER_LINK, false)
  return found
}
