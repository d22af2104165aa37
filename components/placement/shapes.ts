/**
 * What: the map of now as paths: for each node its arcs (or its stretches of the bar), its points and its keys.
 * Why: a ring of 160 points a node has hundreds of arcs, and a node's are one path: three paths a node, whatever is drawn.
 */

import type { MapSnapshot } from '@/simulations/components/placement/maps.ts'

export interface Frame {
  readonly width: number
  readonly height: number
}

export interface NodeShape {
  readonly lane: number
  readonly cells: string
  readonly points: string
  readonly keys: string
  /** Keys that the change before this map moved to it. */
  readonly moved: string
  /** Where its name stands: in the middle of its longest stretch. */
  /** How many stretches it has. */
  readonly stretches: number
  /** Part of the whole that its longest stretch takes. */
  readonly longest: number
  readonly labelX: number
  readonly labelY: number
}

const TURN = 2 * Math.PI
/** A change, from its middle. */
const DIAMOND = 'm0 -3.4l3.4 3.4l-3.4 3.4l-3.4 -3.4z'

/** The band that shows owners, between two radii. */
export function ringRadii({ width, height }: Frame): { readonly cx: number; readonly cy: number; readonly outer: number; readonly inner: number } {
  const outer = Math.min(width, height) / 2 - 22
  return { cx: width / 2, cy: height / 2, outer, inner: outer - Math.min(22, outer * 0.2) }
}

const BAR_TOP = 34
const BAR_PX = 46

export function shapesOf(map: MapSnapshot, before: MapSnapshot | null, lanes: number, frame: Frame): readonly NodeShape[] {
  return map.kind === 'ring' ? ringShapes(map, before, lanes, frame) : barShapes(map, before, lanes, frame)
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** Stretches of one owner, in parts of the whole; -1 is nobody's. */
export function stretchesOf(cells: Int8Array, lane: number): Stretch[] {
  const found: Stretch[] = []
  for (let from = 0; from < cells.length; ) {
    let to = from + 1
    while (to < cells.length && cells[to] === cells[from]) to++
    if (cells[from] === lane) found.push({ from: from / cells.length, to: to / cells.length })
    from = to
  }
  return found
}

function ringShapes(map: MapSnapshot, before: MapSnapshot | null, lanes: number, frame: Frame): NodeShape[] {
  const { cx, cy, outer, inner } = ringRadii(frame)
  const at = (place: number, radius: number) => `${round(cx + radius * Math.sin(TURN * place))} ${round(cy - radius * Math.cos(TURN * place))}`
  return lanesOf(lanes).map((lane) => {
    const stretches = stretchesOf(map.cells, lane)
    const cells = stretches.map(({ from, to }) => arc(at, outer, inner, from, Math.min(to, from + 0.9999))).join('')
    const middle = middleOfLongest(stretches)
    return {
      lane, cells,
      points: marksOf(map.points, map.pointLanes, lane, (place) => `M${at(place, outer + 1)}L${at(place, outer + 6)}`),
      keys: dotsOf(map, lane, null, (place) => at(place, inner - 8)),
      moved: before === null ? '' : dotsOf(map, lane, before, (place) => at(place, inner - 16), DIAMOND),
      stretches: stretches.length, longest: longestOf(stretches),
      labelX: round(cx + (outer + 13) * Math.sin(TURN * middle)), labelY: round(cy - (outer + 13) * Math.cos(TURN * middle)),
    }
  })
}

function barShapes(map: MapSnapshot, before: MapSnapshot | null, lanes: number, { width }: Frame): NodeShape[] {
  const x = (place: number) => round(16 + place * (width - 32))
  return lanesOf(lanes).map((lane) => {
    const stretches = stretchesOf(map.cells, lane)
    return {
      lane, points: '',
      cells: stretches.map(({ from, to }) => `M${x(from)} ${BAR_TOP}H${x(to)}V${BAR_TOP + BAR_PX}H${x(from)}Z`).join(''),
      keys: dotsOf(map, lane, null, (place) => `${x(place)} ${BAR_TOP + BAR_PX + 12}`),
      moved: before === null ? '' : dotsOf(map, lane, before, (place) => `${x(place)} ${BAR_TOP + BAR_PX + 24}`, DIAMOND),
      stretches: stretches.length, longest: longestOf(stretches),
      labelX: x(middleOfLongest(stretches)), labelY: BAR_TOP - 12,
    }
  })
}

function lanesOf(lanes: number): number[] {
  return Array.from({ length: lanes }, (_, lane) => lane)
}

function arc(at: (place: number, radius: number) => string, outer: number, inner: number, from: number, to: number): string {
  const large = to - from > 0.5 ? 1 : 0
  return `M${at(from, outer)}A${outer} ${outer} 0 ${large} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${large} 0 ${at(from, inner)}Z`
}

/** Keys as dots: lines without a length and with round ends. With a map before: only those that it had elsewhere. */
function dotsOf(map: MapSnapshot, lane: number, before: MapSnapshot | null, at: (place: number) => string, mark = 'h0'): string {
  let path = ''
  for (let i = 0; i < map.shownKeys.length; i++) {
    if (map.keyLanes[i] !== lane || (before !== null && before.keyLanes[i] === lane)) continue
    path += `M${at(map.keyPlaces[i]!)}${mark}`
  }
  return path
}

function marksOf(places: Float32Array, owners: Int8Array, lane: number, draw: (place: number) => string): string {
  let path = ''
  for (let i = 0; i < places.length; i++) if (owners[i] === lane) path += draw(places[i]!)
  return path
}

function longestOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((most, { from, to }) => Math.max(most, to - from), 0)
}

function middleOfLongest(stretches: readonly Stretch[]): number {
  const longest = stretches.reduce<Stretch | null>((best, one) => (best === null || one.to - one.from > best.to - best.from ? one : best), null)
  return longest === null ? 0 : (longest.from + longest.to) / 2
}

/** How many keys lie where, as a line of hills inside the ring or under the bar. Empty where keys are drawn one by one. */
export function densityPath(map: MapSnapshot, frame: Frame): string {
  const most = map.density.reduce((max, count) => Math.max(max, count), 0)
  if (most === 0) return ''
  const cells = map.density.length
  const { cx, cy, inner } = ringRadii(frame)
  let path = ''
  for (let cell = 0; cell < cells; cell++) {
    const high = (map.density[cell]! / most) * 22
    const place = (cell + 0.5) / cells
    if (map.kind === 'ring') {
      const point = (radius: number) => `${round(cx + radius * Math.sin(TURN * place))} ${round(cy - radius * Math.cos(TURN * place))}`
      path += `M${point(inner - 3)}L${point(inner - 3 - high)}`
    } else {
      const x = round(16 + place * (frame.width - 32))
      path += `M${x} ${BAR_TOP + BAR_PX + 3}v${round(high)}`
    }
  }
  return path
}

export function mapHeight(map: Pick<MapSnapshot, 'kind'>, width: number): number {
  return map.kind === 'ring' ? Math.min(300, width) : BAR_TOP + BAR_PX + 34
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
