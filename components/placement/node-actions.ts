/** What may be done to a node in the state it is in: the items of its menu. */

import type { PlacementWords } from '@/components/families/placement-words.ts'
import type { PlacedNode } from '@/components/projection/placement-state.ts'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import type { MachineAction } from '@/components/stage/machine-actions.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'

/** Schemes that give every node the same; others take weights. */
const WITHOUT_WEIGHTS = new Set(['range', 'jump', 'kafka', 'libmemcached-ketama'])

export function actionsForNode(node: PlacedNode, scheme: string, words: PlacementWords, locale: Locale): readonly MachineAction[] {
  const { actions } = words
  const act = (label: string, hint: string, command: WrittenCommand): MachineAction => ({ label, hint, command, isFirst: false })
  if (!node.isThere) return [act(actions.back, actions.backHint, { kind: 'add-node', node: node.id })]
  const weights = WITHOUT_WEIGHTS.has(scheme) ? [] : [
    act(formatWith(locale, actions.heavier, { weight: node.weight === 0 ? 1 : node.weight * 2 }), actions.heavierHint, { kind: 'set-node-weight', node: node.id, weight: node.weight === 0 ? 1 : node.weight * 2 }),
    ...(node.weight === 0 ? [] : [act(formatWith(locale, actions.heavier, { weight: Math.floor(node.weight / 2) }), actions.lighterHint, { kind: 'set-node-weight', node: node.id, weight: Math.floor(node.weight / 2) })]),
  ]
  return [
    node.isDown ? act(actions.up, actions.upHint, { kind: 'mark-up', node: node.id }) : act(actions.down, actions.downHint, { kind: 'mark-down', node: node.id }),
    act(actions.remove, actions.removeHint, { kind: 'remove-node', node: node.id }),
    ...weights,
  ]
}

/** A name for one more node, as the others are called: a-3 is followed by a-4, node-c by node-d. */
export function nextName(names: readonly string[]): string {
  const last = names.at(-1) ?? 'node-0'
  const numbered = /^(.*?)(\d+)(:\d+)?$/.exec(last)
  const lettered = /^(.*?)([a-y])$/.exec(last)
  for (let step = 1; ; step++) {
    const name = lettered !== null && step <= 122 - lettered[2]!.charCodeAt(0)
      ? `${lettered[1]}${String.fromCharCode(lettered[2]!.charCodeAt(0) + step)}`
      : numbered !== null ? `${numbered[1]}${Number(numbered[2]) + step}${numbered[3] ?? ''}` : `node-${names.length + step}`
    if (!names.includes(name)) return name
  }
}
