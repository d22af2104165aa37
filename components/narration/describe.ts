/**
 * The run in sentences. One description of every event, state and machine feeds the table, the tooltips, the live region and the
 * goldens, in both languages, so that what is heard cannot differ from what is seen.
 */

import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import { levelsAt, limiterLevels } from '@/components/projection/limiter-levels.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { NEVER, type Note, type Trace } from '@/simulations/kernel/trace.ts'
import type { simulationEn } from '@/content/dictionaries/simulation.en.ts'
import type { simulationKo } from '@/content/dictionaries/simulation.ko.ts'
import { limiterOf } from '@/components/families/limiter-words.ts'
import { formatDuration, formatTime } from './durations.ts'
import { levelText, limitValues } from './limiter-values.ts'

export { formatDuration, formatTime }

export type SimulationWords = typeof simulationEn | typeof simulationKo

const NO_REQUEST = 0xffffffff
const BALANCER_LANE = 1

export interface Narrator {
  readonly locale: Locale
  readonly words: SimulationWords
  /** What happened at a log row, without its time. */
  event(row: number): string
  /** The same with its time, as it is spoken. */
  spoken(row: number): string
  /** One sentence for the whole system. */
  state(state: SystemState): string
  lane(lane: LaneState, state: SystemState): string
  hop(row: number): string
  laneName(lane: number): string
  /** Number of the request that a log row is about, or '' for a note. */
  request(row: number): string
  /** The figure that belongs to a log row, or ''. */
  value(row: number): string
}

/** A name of a policy, or the name itself where no words are known. */
export function policyName(words: SimulationWords, policy: string): string {
  return (words.policies as Record<string, string>)[policy] ?? policy
}

export function createNarrator(locale: Locale, words: SimulationWords, trace: Trace, config: TrafficConfig): Narrator {
  const { log, hops, subjects, vocabulary, lanes } = trace
  const { narration } = words
  const say = (message: string, values: Record<string, string | number>) => formatWith(locale, message, values)
  const column = (name: string, row: number): number => subjects.columns[name]?.[row] ?? 0
  const kindOf = (row: number) => vocabulary.events[log.kind[row]!]!
  const limiter = limiterOf(words)
  const limits = limitValues(locale, limiter, trace, config)

  function laneName(lane: number): string {
    const id = lanes[lane]?.id ?? ''
    return (words.lanes as Record<string, string>)[id] ?? id
  }

  function event(row: number): string {
    const kind = kindOf(row)
    const template = (narration.events as Record<string, string>)[kind.name]
    if (template === undefined) return kind.name
    const lane = log.lane[row]!
    const place = { server: laneName(lane), place: lane === BALANCER_LANE ? 'balancer' : lanes[lane]!.role === 'limiter' ? 'limiter' : 'server' }
    if (kind.about === 'note') return say(template, { ...place, ...noteValues(trace.notes[log.ref[row]!]!) })
    const request = log.ref[row]!
    return say(template, {
      ...place,
      n: request + 1,
      client: column('client', request) + 1,
      kind: config.clients.classes[column('class', request)]?.name ?? '',
      after: after(request),
      first: column('first', request) + 1,
      attempt: kind.name === 'request.forwarded' ? attemptAt(row, request) : 1,
      again: 1,
      ...limits?.(request),
    })
  }

  function noteValues(note: Note): Record<string, string | number> {
    const values: Record<string, string | number> = { ...note.facts }
    if (typeof values.policy === 'string') values.policy = policyName(words, values.policy)
    if (typeof values.failTimeoutUs === 'number') values.failTimeout = formatDuration(values.failTimeoutUs)
    return values
  }

  function after(request: number): string {
    const us = column('latencyUs', request)
    return us === NEVER ? '–' : formatDuration(us)
  }

  /** Which try of its request a forwarding is: the earlier ones stand not far above it in the log. */
  function attemptAt(row: number, request: number): number {
    if (column('tries', request) < 2) return 1
    let attempt = 1
    const createdAt = column('createdAt', request)
    for (let at = row - 1; at >= 0 && log.at[at]! >= createdAt; at--) {
      if (log.ref[at] === request && log.kind[at] === log.kind[row]) attempt++
    }
    return attempt
  }

  function state(system: SystemState): string {
    const { metrics } = system
    return say(narration.summary, {
      time: formatTime(system.atUs),
      sent: metrics.sent,
      answered: metrics.answered,
      failed: metrics.refused + metrics.timedOut + metrics.throttled,
      rest: restOf(system),
    })
  }

  function restOf(system: SystemState): string {
    const servers = system.lanes.filter((lane) => lane.role === 'service' && lane.joined)
    const stopped = servers.filter((lane) => !lane.running)
    if (stopped.length > 0) return say(narration.stoppedServers, { servers: stopped.map((lane) => laneName(lane.lane)).join(', '), count: stopped.length })
    const longest = [...servers, ...system.lanes.filter((lane) => lane.role === 'store')].sort((a, b) => b.queued - a.queued)[0]
    if (longest === undefined || longest.queued === 0) return narration.nobodyWaits
    return say(narration.longest, { queued: longest.queued, server: laneName(longest.lane) })
  }

  function lane(one: LaneState, system: SystemState): string {
    if (one.role === 'client') return say(narration.clients, { inSystem: system.metrics.inSystem })
    if (one.role === 'balancer') return say(narration.balancer, { policy: policyName(words, system.policy), held: one.held })
    if (one.role === 'memory' && limiter !== null) return one.running ? say(limiter.narration.store, { serving: one.serving, workers: one.workers, queued: one.queued }) : limiter.narration.storeStopped
    if (one.role === 'limiter' && limiter !== null) return say(limiter.narration.limiter, { name: laneName(one.lane), reads: readsOf(one.lane, system.atUs), held: one.held, admitted: one.answered, throttled: one.refused })
    if (one.role === 'store') return say(narration.database, { serving: one.serving, workers: one.workers, queued: one.queued, capacity: one.queueCapacity })
    const server = laneName(one.lane)
    const { flags } = narration
    if (!one.joined) return `${server}, ${flags.notYet}`
    const base = one.running
      ? say(narration.server, { server, serving: one.serving, workers: one.workers, queued: one.queued, capacity: one.queueCapacity })
      : say(narration.serverStopped, { server })
    const said = [
      one.weight === 1 ? '' : say(flags.weight, { weight: one.weight }),
      one.slowness === 1 ? '' : say(flags.slow, { factor: one.slowness }),
      one.admin === 'drain' ? flags.drain : '',
      one.healthy ? '' : flags.down,
      one.leftAlone ? flags.alone : '',
      one.link === 'cut' ? flags.cut : one.link === 'slow' ? flags.slowLink : '',
    ]
    return [base, ...said.filter((word) => word !== '')].join(', ')
  }

  /** What the counts of a node read: each, or the fullest of many. */
  function readsOf(lane: number, us: number): string {
    const levels = limiterLevels(trace, config)
    if (levels === null || limiter === null) return ''
    return levelsAt(levels, lane, us).map(({ shows, key, level, capacity }) => {
      const reads = say(shows === 'left' ? limiter.diagram.left : limiter.diagram.used, { level: levelText(locale, level), capacity: formatNumber(locale, capacity) })
      return key === '' || levels.spec.key === 'everybody' ? reads : `${key} ${reads}`
    }).join(', ')
  }

  function hop(row: number): string {
    const name = vocabulary.hops[hops.kind[row]!]!
    const kind = (words.hops as Record<string, string>)[name] ?? name
    const about = hops.subject[row]!
    const ends = { from: laneName(hops.from[row]!), to: laneName(hops.to[row]!) }
    return about === NO_REQUEST ? say(narration.probe, { kind, ...ends }) : say(narration.hop, { kind, n: about + 1, ...ends })
  }

  function request(row: number): string {
    return kindOf(row).about === 'note' ? '' : String(log.ref[row]! + 1)
  }

  function value(row: number): string {
    const kind = kindOf(row)
    const about = log.ref[row]!
    if (kind.about === 'note') {
      const { factor, weight, failTimeoutUs } = trace.notes[about]!.facts
      if (typeof factor === 'number') return `${formatNumber(locale, factor)}×`
      if (typeof weight === 'number') return formatNumber(locale, weight)
      return typeof failTimeoutUs === 'number' ? formatDuration(failTimeoutUs) : ''
    }
    if (kind.name === 'request.sent' || kind.name === 'request.started') return formatDuration(column('workUs', about))
    if (kind.name === 'request.throttled') return column('retryAfterUs', about) === NEVER ? '429' : `${Math.ceil(column('retryAfterUs', about) / 1e6)}\u00a0s`
    if (kind.name === 'query.started') return formatDuration(column('queryUs', about))
    return ['answer.received', 'refusal.received', 'request.timed-out', 'throttle.received'].includes(kind.name) ? after(about) : ''
  }

  return {
    locale, words, event, state, lane, hop, laneName, request, value,
    spoken: (row) => say(narration.withTime, { time: formatTime(log.at[row]!), sentence: event(row) }),
  }
}
