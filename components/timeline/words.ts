/** Sentences of the diagram, from the run: a lane's state, a note, a message. One text for the picture, its tooltip and a screen reader. */

import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import type { timelineEn } from '@/content/dictionaries/timeline.en.ts'
import type { timelineKo } from '@/content/dictionaries/timeline.ko.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { LOST, type Note, type Trace } from '@/simulations/kernel/trace.ts'
import { limiterOf, type LimiterWords } from '@/components/families/limiter-words.ts'
import { levelText } from '@/components/narration/limiter-values.ts'
import { levelsAt, usedShare, type Level, type LimiterLevels } from '@/components/projection/limiter-levels.ts'
import type { LaneWords } from './reader.ts'
import { attemptOf } from './scene.ts'
import type { Survey } from './survey.ts'
import { formatDuration, formatTime, timeStyle } from './ticks.ts'

export type TimelineWords = typeof timelineEn | typeof timelineKo

/** What a lane is called: clients, balancer and database in the language of the page, a server by its own name. */
export function laneName(words: TimelineWords, trace: Trace, lane: number): string {
  const { role, id } = trace.lanes[lane]!
  return role === 'client' ? words.lanes.clients : role === 'balancer' ? words.lanes.balancer : role === 'store' ? words.lanes.database : ((words.lanes as Readonly<Record<string, string>>)[id] ?? id)
}

/** One line: the worst that is the case, then how much there is to do. */
export function describeLane(words: TimelineWords, locale: Locale, lane: LaneState, state: SystemState, levels: LimiterLevels | null = null): LaneWords {
  const say = (message: string, values: Record<string, string | number> = {}) => formatWith(locale, message, values)
  const { lanes } = words
  if (!lane.joined) return { text: lanes.notYet, tone: 'plain' }
  if (lane.role === 'client') return { text: say(lanes.open, { count: state.metrics.inSystem }), tone: 'plain' }
  if (lane.role === 'balancer') {
    return lane.held > 0 ? { text: say(lanes.waiting, { count: lane.held }), tone: 'wait' } : { text: words.policies[state.policy], tone: 'plain' }
  }
  const limiter = limiterOf(words)
  if (lane.role === 'limiter' && limiter !== null && levels !== null) return describeLimiter(limiter, locale, lane, levelsAt(levels, lane.lane, state.atUs))
  if (!lane.running) return { text: lanes.stopped, tone: 'fail' }
  if (lane.link === 'cut') return { text: lanes.cut, tone: 'fail' }
  const load: LaneWords = lane.queued > 0
    ? { text: say(lanes.waiting, { count: lane.queued }), tone: 'wait' }
    : { text: lane.serving > 0 ? say(lanes.busy, { busy: lane.serving, workers: lane.workers }) : lanes.idle, tone: 'plain' }
  const trouble = troubleOf(words, locale, lane)
  // A store that has nothing to do says how full its counts are.
  if (lane.role === 'memory' && limiter !== null && levels?.tracks.has(lane.lane) === true && trouble === null && lane.queued === 0) return describeLimiter(limiter, locale, lane, levelsAt(levels, lane.lane, state.atUs))
  return trouble === null ? load : { text: lane.queued > 0 ? `${trouble}, ${load.text}` : trouble, tone: 'wait' }
}

/** How full the fullest count of a node is, and how many it holds. */
function describeLimiter({ diagram }: LimiterWords, locale: Locale, lane: LaneState, levels: readonly Level[]): LaneWords {
  if (lane.held > 0) return { text: formatWith(locale, diagram.held, { count: lane.held }), tone: 'wait' }
  const fullest = levels.reduce((worst, one) => (usedShare(one) > usedShare(worst) ? one : worst))
  const { shows, level, capacity } = fullest
  return { text: formatWith(locale, shows === 'left' ? diagram.left : diagram.used, { level: levelText(locale, level), capacity: formatNumber(locale, capacity) }), tone: 'plain' }
}

function troubleOf({ lanes }: TimelineWords, locale: Locale, lane: LaneState): string | null {
  if (!lane.healthy) return lanes.markedDown
  if (lane.leftAlone) return lanes.leftAlone
  if (lane.admin === 'drain') return lanes.draining
  if (lane.slowness > 1) return formatWith(locale, lanes.slow, { factor: lane.slowness })
  if (lane.slowness < 1) return formatWith(locale, lanes.fast, { factor: 1 / lane.slowness })
  return lane.link === 'slow' ? lanes.slowLink : null
}

export function describeNote(words: TimelineWords, locale: Locale, note: Note): string {
  const message = (words.notes as Readonly<Record<string, string>>)[note.kind]
  if (message === undefined) return note.kind
  const factor = Number(note.facts.factor ?? 1)
  return formatWith(locale, message, {
    ...note.facts,
    kind: factor === 1 ? 'normal' : factor > 1 ? 'slower' : 'faster',
    factor: (note.kind === 'server.slowed' || note.kind === 'store.slowed') && factor < 1 ? 1 / factor : factor,
    time: formatDuration(locale, Number(note.facts.failTimeoutUs ?? 0)),
  })
}

/** What a stroke is, in two short lines: the message, and its way. Requests are counted from 1. */
export function describeMessage(words: TimelineWords, locale: Locale, trace: Trace, survey: Survey, row: number): readonly [string, string] {
  const { hops, vocabulary, subjects } = trace
  const { messages } = words
  const kind = vocabulary.hops[hops.kind[row]!]!
  const subject = hops.subject[row]!
  const isProbe = subject >= subjects.count
  const attempt = attemptOf(trace, survey, row)
  const fromBalancer = trace.lanes[hops.from[row]!]!.role === 'balancer'
  const message = hops.fate[row] === LOST
    ? (isProbe ? messages.lostProbe : messages.lost)
    : isProbe && kind === 'reset' ? messages.resetProbe : fromBalancer && attempt > 1 ? messages.retry : ((messages as Readonly<Record<string, string>>)[kind] ?? kind)
  const place = (lane: number) => laneName(words, trace, lane)
  return [
    formatWith(locale, message, { number: String(subject + 1), attempt }),
    formatWith(locale, words.way, {
      from: place(hops.from[row]!), to: place(hops.to[row]!),
      sent: formatTime(locale, hops.sentAt[row]!, timeStyle(100)), delay: formatDuration(locale, hops.delayUs[row]!),
    }),
  ]
}

/** The sentence of the scrubber. */
export function describeNow(words: TimelineWords, locale: Locale, { atUs, metrics }: SystemState): string {
  return formatWith(locale, words.now, {
    time: formatDuration(locale, atUs), sent: metrics.sent, answered: metrics.answered,
    failed: metrics.refused + metrics.timedOut + metrics.throttled, open: metrics.inSystem,
  })
}
