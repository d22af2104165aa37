/** What is the case with a machine, in words: the line under its glyph, and the sentence that a screen reader says. */

import { format } from '@/lib/i18n.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import type { LaneState, Routing, SystemState } from '@/components/projection/traffic-state.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { copyOfAt } from './shard-facts.ts'
import { textWidth, cutText } from './text-fit.ts'

/** The stage's part of the dictionary without the words of the gallery, and the names of the policies. */
export type StageWords = Omit<Dictionary['stage'], 'gallery'> & Pick<Dictionary['simulation'], 'policies'>

export function stageWords({ stage, simulation }: Dictionary): StageWords {
  const { gallery: _gallery, ...words } = stage
  return { ...words, policies: simulation.policies }
}

/** Whose words a fact is said in: broken, held back, or plain. */
export type FactTone = 'broken' | 'held' | 'plain'

export interface Fact {
  readonly tone: FactTone
  readonly text: string
  /** Said instead where there is little room. */
  readonly short: string
}

/** Facts of a lane that its state does not carry: they stand in the configuration or in the note that told of the change. */
export interface LaneDetails {
  /** 1 is the reference machine. */
  readonly speed: number
  readonly linkFactor: number
  readonly failures: number
  /** Name of the primary whose records it copies, '' for a primary with copies, null for neither. */
  readonly copyOf: string | null
}

export function detailsAt(config: TrafficConfig, trace: Trace | null, lane: number, atUs: number): LaneDetails {
  const speed = (config.servers[lane - 2] ?? config.servers[0])?.speed ?? 1
  let linkFactor = 1
  let failures = 0
  for (const note of trace?.notes ?? []) {
    if (note.atUs > atUs) break
    if (note.lane !== lane) continue
    if (note.kind === 'link.slowed') linkFactor = Number(note.facts.factor)
    if (note.kind === 'server.left-alone') failures = Number(note.facts.fails)
  }
  return { speed, linkFactor, failures, copyOf: copyOfAt(config, trace, lane, atUs) }
}

/** Everything unusual about a server, the gravest first. */
export function serverFacts(state: LaneState, details: LaneDetails, words: StageWords, locale: Locale): Fact[] {
  const { facts } = words
  const found: Fact[] = []
  const add = (tone: FactTone, text: string, short = text) => found.push({ tone, text, short })
  if (!state.running) add('broken', facts.stopped)
  if (state.link === 'cut') add('broken', facts.cut, facts.cutShort)
  if (details.speed !== 1) add('plain', format(locale, facts.speed, { speed: details.speed }))
  if (details.copyOf !== null) add('plain', details.copyOf === '' ? facts.primary : format(locale, facts.copy, { name: details.copyOf }))
  if (state.slowness > 1) add('held', format(locale, facts.slower, { factor: state.slowness }))
  if (state.slowness < 1) add('plain', format(locale, facts.faster, { factor: 1 / state.slowness }))
  if (state.admin === 'drain') add('plain', facts.draining, facts.drainingShort)
  if (!state.healthy) add('held', facts.markedDown)
  else if (state.leftAlone) add('held', format(locale, facts.leftAlone, { fails: details.failures }), facts.leftAloneShort)
  if (state.link === 'slow') add('held', format(locale, facts.linkSlower, { factor: details.linkFactor }))
  if (state.queueCapacity > 0 && state.queued >= state.queueCapacity) add('held', facts.queueFull)
  if (state.weight !== 1) add('plain', format(locale, facts.weight, { weight: state.weight }), format(locale, facts.weightShort, { weight: state.weight }))
  return found
}

/** As many facts as fit into a line, in full if there is room; the gravest is never left out. */
export function fitFacts(facts: readonly Fact[], size: number, width: number): readonly { readonly tone: FactTone; readonly text: string }[] {
  const inFull = facts.map(({ tone, text }) => ({ tone, text }))
  const shortened = facts.map(({ tone, short }) => ({ tone, text: short }))
  for (let count = facts.length; count > 0; count--) {
    for (const choice of [inFull, shortened]) {
      const kept = choice.slice(0, count)
      if (textWidth(kept.map((one) => one.text).join(', '), size) <= width) return kept
    }
  }
  const gravest = shortened[0]
  return gravest === undefined ? [] : [{ tone: gravest.tone, text: cutText(gravest.text, size, width) }]
}

/** May the balancer send to this server now, as far as it knows? */
export function isAside(state: LaneState): boolean {
  return state.admin === 'drain' || !state.healthy || state.leftAlone || state.weight === 0
}

export function policyName(policy: Routing, words: StageWords): string {
  return words.policies[policy]
}

/** The accessible name of a node: who it is, what it does now, what is wrong with it. */
export function describeLane(state: LaneState, system: SystemState, details: LaneDetails, words: StageWords, locale: Locale): string {
  const { spoken } = words
  if (state.role === 'client') {
    const pace = system.pace === 1 ? [] : [format(locale, words.facts.pace, { factor: system.pace })]
    return [format(locale, spoken.clients, { n: system.metrics.inSystem }), ...pace].join(', ')
  }
  if (state.role === 'balancer') return format(locale, spoken.balancer, { policy: policyName(system.policy, words), n: state.held })
  if (state.role === 'store') {
    const full = state.queued >= state.queueCapacity && state.queueCapacity > 0 ? [words.facts.queueFull] : []
    return [format(locale, spoken.database, { serving: state.serving, workers: state.workers, queued: state.queued }), ...full].join(', ')
  }
  const now = format(locale, spoken.server, { name: state.id, serving: state.serving, workers: state.workers, queued: state.queued })
  return [now, ...serverFacts(state, details, words, locale).map((fact) => fact.text)].join(', ')
}
