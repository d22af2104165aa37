/** Where a limiter stands: its nodes in a column between clients and balancer, the store that they share below, on the way to the balancer. */

import type { Box, LinkPlace, NodePlace } from './layout.ts'

/** The lanes of a limiter. */
export interface LimiterLanes {
  readonly firstLane: number
  readonly nodes: number
  readonly hasStore: boolean
}

export interface LimiterPlaces {
  readonly gates: readonly NodePlace[]
  readonly store: NodePlace | null
}

/** A link between two lanes; it leads from the lower number to the higher. */
export interface GateLink {
  readonly from: number
  readonly to: number
  readonly place: LinkPlace
}

const MARGIN = 8
const NAME_ROOM = 18
const WORDS_ROOM = 17

/** `left` and `right`: the room between clients and balancer. */
export function placeLimiter({ firstLane, nodes, hasStore }: LimiterLanes, left: number, right: number, axis: number, height: number, isNarrow: boolean): LimiterPlaces {
  const centre = left + (right - left) * (hasStore ? 0.4 : 0.5)
  const textWidth = Math.round(Math.min(isNarrow ? 70 : 128, 2 * (centre - left) - 4, hasStore ? 200 : 2 * (right - centre) - 4))
  const foot = hasStore ? 64 : 0
  const cell = Math.min(98, (height - 2 * MARGIN - (nodes > 2 ? foot * 0.7 : 0)) / nodes)
  const hasName = cell >= 58
  const glyphHeight = Math.round(Math.max(18, Math.min(44, cell - WORDS_ROOM - (hasName ? NAME_ROOM : 0) - 4)))
  const glyphWidth = Math.round(Math.min(isNarrow ? 30 : 38, glyphHeight * 0.86))
  const middle = nodes > 2 && hasStore ? (height - foot * 0.7) / 2 : axis
  const top = middle - (cell * nodes) / 2
  const gates = Array.from({ length: nodes }, (_, index): NodePlace => {
    const room = (hasName ? NAME_ROOM : 0) + glyphHeight + WORDS_ROOM
    const y = Math.max(2, top + index * cell + (cell - room) / 2) + (hasName ? NAME_ROOM : 0)
    const glyph: Box = { x: centre - glyphWidth / 2, y, w: glyphWidth, h: glyphHeight }
    return { lane: firstLane + index, glyph, textWidth, box: { x: centre - textWidth / 2, y: y - (hasName ? NAME_ROOM : 2), w: textWidth, h: Math.round(room + (hasName ? 2 : 4)) } }
  })
  const storeWidth = isNarrow ? 40 : 64
  const storeX = centre + (right - centre) * (isNarrow ? 0.55 : 0.62)
  const storeHeight = isNarrow ? 24 : 30
  const storeY = height - storeHeight - 38
  const store: NodePlace | null = !hasStore ? null : {
    lane: firstLane + nodes, textWidth: storeWidth + 56,
    glyph: { x: storeX - storeWidth / 2, y: storeY, w: storeWidth, h: storeHeight },
    box: { x: storeX - storeWidth / 2 - 10, y: storeY - 4, w: storeWidth + 20, h: storeHeight + 40 },
  }
  return { gates, store }
}

export function gateLinks({ gates, store }: LimiterPlaces, clients: Box, balancer: Box): readonly GateLink[] {
  const spread = (count: number, index: number, reach: number): number => (count === 1 ? 0 : (index - (count - 1) / 2) * Math.min(11, (2 * reach) / (count - 1)))
  const middle = ({ glyph }: NodePlace): number => glyph.y + glyph.h * 0.55
  return gates.flatMap((gate, index): GateLink[] => {
    const { glyph, lane } = gate
    const link = (from: number, to: number, x1: number, y1: number, x2: number, y2: number): GateLink => ({ from, to, place: { lane, x1, y1, x2, y2 } })
    return [
      link(0, lane, clients.x + clients.w, clients.y + clients.h / 2 + spread(gates.length, index, clients.h / 2 - 10), glyph.x + glyph.w * 0.05, middle(gate)),
      link(1, lane, balancer.x, balancer.y + balancer.h / 2 + spread(gates.length, index, balancer.h * 0.2), glyph.x + glyph.w * 0.95, middle(gate)),
      ...(store === null ? [] : [link(lane, store.lane, glyph.x + glyph.w * 0.9, glyph.y + glyph.h * 0.8, store.glyph.x + store.glyph.w / 2 + spread(gates.length, index, store.glyph.w / 2 - 6), store.glyph.y)]),
    ]
  })
}
