/** What may be done to a machine in the state it is in: the items of its menu, and the first of them as buttons under the stage. */

import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import { limiterOf } from '@/components/families/limiter-words.ts'
import type { StageWords } from './describe-lane.ts'
import { limiterActions } from './limiter-actions.ts'

export interface MachineAction {
  readonly label: string
  /** What follows from it. */
  readonly hint: string
  readonly command: WrittenCommand
  /** One of the three that stand as buttons. */
  readonly isFirst: boolean
}

const SLOWER = 4
const SLOWER_LINK = 10
const MAX_WEIGHT = 256
const MAX_PACE = 10
const MAX_SERVERS = 12

/** What a machine of the stage is called. */
export function nameOfLane(words: StageWords, { role, id, lane }: LaneState): string {
  const limiter = limiterOf(words)
  if (lane === 0) return words.nodes.clients
  if (lane === 1) return words.nodes.balancer
  return ((limiter?.lanes as Readonly<Record<string, string>> | undefined)?.[id]) ?? (role === 'store' ? words.nodes.database : id)
}

export function actionsFor(system: SystemState, lane: number, words: StageWords, locale: Locale): MachineAction[] {
  const state = system.lanes[lane]
  if (state === undefined) return []
  const found: MachineAction[] = []
  const { actions } = words
  const add = (text: { readonly label: string; readonly hint: string }, command: WrittenCommand, isFirst = false) => found.push({ ...text, command, isFirst })

  if (state.role === 'client') {
    const load = (factor: number) => ({ kind: 'set-rate', factor }) as const
    if (system.pace * 2 <= MAX_PACE) add({ label: format(locale, actions.moreLoad.label, { factor: system.pace * 2 }), hint: actions.moreLoad.hint }, load(system.pace * 2), true)
    if (system.pace > 0) add({ label: format(locale, actions.lessLoad.label, { factor: system.pace / 2 }), hint: actions.lessLoad.hint }, load(system.pace / 2), true)
    if (system.pace !== 1) add(actions.usualLoad, load(1), true)
    return found
  }
  if (state.role === 'balancer') {
    if (system.lanes.filter((one) => one.role === 'service').length < MAX_SERVERS) add(actions.add, { kind: 'add-server' }, true)
    return found
  }

  if (state.role === 'limiter' || state.role === 'memory') return limiterActions(system, state, words, locale)
  // Nothing can be done to it: a database that dies is another lesson.
  if (state.role === 'store') return found

  const server = state.id
  const name = { name: server }
  const say = (text: { readonly label: string; readonly hint: string }, factor = 0) => ({ label: format(locale, text.label, { ...name, factor, weight: factor }), hint: text.hint })
  if (state.running) add(say(actions.stop), { kind: 'stop-server', server }, true)
  else add(say(actions.start), { kind: 'start-server', server }, true)
  if (state.slowness === 1) add(say(actions.slow, SLOWER), { kind: 'slow-server', server, factor: SLOWER }, true)
  else add(say(actions.normal), { kind: 'slow-server', server, factor: 1 }, true)
  if (state.link === 'ok') add(say(actions.cut), { kind: 'cut-link', server }, true)
  else add(say(actions.heal), { kind: 'heal-link', server }, true)
  if (state.link !== 'slow') add(say(actions.slowLink, SLOWER_LINK), { kind: 'slow-link', server, factor: SLOWER_LINK })
  else add(say(actions.cut), { kind: 'cut-link', server })
  if (state.admin === 'ready') add(say(actions.drain), { kind: 'drain-server', server })
  else add(say(actions.ready), { kind: 'ready-server', server })
  if (state.weight > 0) add(say(actions.lighter, state.weight - 1), { kind: 'set-weight', server, weight: state.weight - 1 })
  if (state.weight < MAX_WEIGHT) add(say(actions.heavier, state.weight + 1), { kind: 'set-weight', server, weight: state.weight + 1 })
  return found
}
