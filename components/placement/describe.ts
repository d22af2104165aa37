/** Keys on nodes in sentences: one description of every event, state and node feeds table, tooltips, live region and still. */

import type { RunNarrator } from '@/components/families/family-view.ts'
import type { PlacementWords } from '@/components/families/placement-words.ts'
import { formatDuration, formatTime } from '@/components/narration/durations.ts'
import { placementNow } from '@/components/projection/placement-state.ts'
import type { PlacementRun } from '@/components/simulation/run.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { CLIENTS_LANE, isSourceLane } from './lanes.ts'
import { keyName } from '@/components/simulation/key-names.ts'
import { NEVER } from '@/simulations/kernel/trace.ts'

export function formatBytes(locale: Locale, bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  return `${formatNumber(locale, Number(value.toPrecision(3)))}\u00a0${units[unit]!}`
}

export function formatShare(locale: Locale, share: number): string {
  return Number.isFinite(share) ? formatNumber(locale, share, 'percent') : '–'
}

export function laneLabel(words: PlacementWords, run: Pick<PlacementRun, 'trace'>, lane: number): string {
  if (lane === CLIENTS_LANE) return words.lanes.clients
  return isSourceLane(run.trace, lane) ? words.lanes.source : (run.trace.lanes[lane]?.id ?? '')
}

export function placementNarrator(locale: Locale, words: PlacementWords, run: PlacementRun): RunNarrator {
  const { trace, index, config } = run
  const { log, hops, subjects, vocabulary } = trace
  const { narration } = words
  const say = (message: string, values: Record<string, string | number> = {}) => formatWith(locale, message, values)
  const column = (name: string, row: number): number => subjects.columns[name]?.[row] ?? 0
  const kindOf = (row: number) => vocabulary.events[log.kind[row]!]!
  const laneName = (lane: number) => laneLabel(words, run, lane)
  const keyOf = (subject: number) => keyName(config.keys.names, column('key', subject))

  function event(row: number): string {
    const kind = kindOf(row)
    const message = narration.events[kind.name as keyof typeof narration.events]
    const ref = log.ref[row]!
    if (kind.about === 'note') {
      const { facts, lane } = trace.notes[ref]!
      return say(message, {
        ...facts, node: laneName(lane), share: formatShare(locale, Number(facts.moved ?? 0) / Number(facts.keys ?? 1)),
        bytes: formatBytes(locale, Number(facts.bytes ?? 0)), took: formatDuration(Number(facts.tookUs ?? 0)),
      })
    }
    const node = column('node', ref)
    const latency = column('latencyUs', ref)
    return say(message, {
      key: keyOf(ref), keys: column('keys', ref), node: laneName(node), from: laneName(column('from', ref)),
      to: node < trace.lanes.length ? say(narration.to, { node: laneName(node) }) : '', after: latency === NEVER ? '–' : formatDuration(latency),
    })
  }

  function summary(us: number, row: number): string {
    const { nodes, totals, atUs } = placementNow(trace, index, us, row)
    const moving = nodes.reduce((sum, node) => sum + node.arriving, 0)
    return say(narration.summary, {
      time: formatTime(atUs), scheme: words.schemes[config.scheme], nodes: nodes.filter((node) => node.isThere && !node.isDown).length, keys: config.keys.count,
      asked: totals.sent, missed: totals.missed, moves: moving === 0 ? narration.resting : say(narration.moving, { count: moving }),
    })
  }

  function nodes(us: number, row: number): string[] {
    const state = placementNow(trace, index, us, row)
    return trace.lanes.map((_lane, lane) => {
      if (lane === CLIENTS_LANE) return say(narration.clients, { open: state.open })
      const node = state.nodes.find((one) => one.lane === lane)
      if (node === undefined) return narration.source
      const said = say(narration.node, { node: laneName(lane), keys: node.keys, share: formatShare(locale, node.share), asked: node.asked })
      const flag = node.isDown ? words.stage.down : node.isThere ? '' : trace.lanes[lane]!.sinceUs > state.atUs ? words.stage.notYet : words.stage.left
      return [said, flag, node.arriving > 0 ? say(words.stage.arriving, { count: node.arriving }) : ''].filter((word) => word !== '').join(', ')
    })
  }

  function hop(row: number): string {
    const name = vocabulary.hops[hops.kind[row]!]! as keyof typeof words.hops
    return say(narration.hop, { kind: `${words.hops[name]} ${keyOf(hops.subject[row]!)}`, from: laneName(hops.from[row]!), to: laneName(hops.to[row]!) })
  }

  function value(row: number): string {
    const kind = kindOf(row)
    const ref = log.ref[row]!
    if (kind.about === 'note') return kind.name === 'moves.done' ? formatDuration(Number(trace.notes[ref]!.facts.tookUs)) : formatNumber(locale, Number(trace.notes[ref]!.facts.moved ?? trace.notes[ref]!.facts.keys ?? 0))
    if (kind.name === 'answer.received') return formatDuration(column('latencyUs', ref))
    return kind.name.startsWith('move.') ? formatNumber(locale, column('keys', ref)) : ''
  }

  return {
    event, summary, nodes, hop, laneName, value,
    spoken: (row) => say(narration.withTime, { time: formatTime(log.at[row]!), sentence: event(row) }),
    request: (row) => (kindOf(row).about === 'note' ? '' : String(log.ref[row]! + 1)),
  }
}
