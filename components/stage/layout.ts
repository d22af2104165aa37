/**
 * Where everything stands on the stage: a fan from the clients over the balancer to the servers in a column. Pure geometry in pixels
 * of the stage, the same for the live stage, its canvas and the still picture. A database stands at the right of the servers that ask it.
 *
 * Picture:        name
 *            ╱  ┌──────┐
 *   (  )──▷│─   └──────┘      few servers: name above, words below
 *            ╲  ┌──────┐name
 *               └──────┘words  many: name and words beside, in two lines or in one
 */

import { gateLinks, placeLimiter, type GateLink, type LimiterLanes } from './limiter-layout.ts'

/** How the words of a server stand to its glyph; fewer pixels a server, closer words. */
export type ServerForm = 'around' | 'beside' | 'inline'

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface NodePlace {
  readonly lane: number
  /** Glyph and words: what is pointed at and focused. Its size is whole pixels, as the browser will measure it. */
  readonly box: Box
  readonly glyph: Box
  /** Pixels a line of its words may take. */
  readonly textWidth: number
}

/** A straight link between two machines. */
export interface LinkPlace {
  /** The lane farther from the clients: 1 for the link to the balancer, a server's for the others. */
  readonly lane: number
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

export interface StageLayout {
  readonly width: number
  readonly height: number
  readonly isNarrow: boolean
  readonly form: ServerForm
  readonly clients: NodePlace
  readonly balancer: NodePlace
  readonly servers: readonly NodePlace[]
  /** Clients to balancer, then balancer to each server. */
  readonly links: readonly LinkPlace[]
  /** Null where there is none. */
  readonly database: NodePlace | null
  /** Each server to the database; `lane` is the server's. */
  readonly queries: readonly LinkPlace[]
  /** Nodes of a limiter before the balancer, and the store that they share. */
  readonly gates: readonly NodePlace[]
  readonly limitStore: NodePlace | null
  readonly gateLinks: readonly GateLink[]
  /** Diameter of a travelling mark. */
  readonly markSize: number
}

export const NAME_SIZE = 13
export const WORDS_SIZE = 12.5
/** Below this width the stage is laid out for a phone. */
export const NARROW_BELOW = 540

/** Height of a server's cell from which on its words stand around it, beside it in two lines. */
const AROUND_FROM = 66
const BESIDE_FROM = 32
/** Room above and below the column. */
const MARGIN = 8
/** Around: name above with the stack's step in between, words below. */
const NAME_ROOM = 22
const WORDS_ROOM = 18

/** A stage this high shows `servers` servers without crowding: 24 pixels are the least that can be pointed at. */
export function comfortableHeight(servers: number): number {
  return Math.max(268, servers * 24 + 2 * MARGIN)
}

interface StageSize {
  readonly width: number
  readonly height: number
  readonly servers: number
  /** Lane of the database; null or absent: there is none. */
  readonly databaseLane?: number | null
  /** Null or absent: clients reach the balancer directly. */
  readonly limiter?: LimiterLanes | null
}

export function layoutStage(size: StageSize): StageLayout {
  const { width, height, databaseLane = null, limiter = null } = size
  const count = Math.max(1, size.servers)
  const isNarrow = width < NARROW_BELOW
  const cell = Math.min(112, (height - 2 * MARGIN) / count)
  const form: ServerForm = cell >= AROUND_FROM ? 'around' : cell >= BESIDE_FROM ? 'beside' : 'inline'
  const middle = height / 2
  const edge = isNarrow ? 12 : Math.max(24, Math.min(64, width * 0.05))

  const radius = isNarrow || height < 220 ? 25 : 31
  const clientsWidth = isNarrow ? 78 : width < 720 ? 96 : 128
  const clientsCentre = edge + (isNarrow ? radius + 8 : Math.max(radius, clientsWidth / 2 - 20))
  const clients: NodePlace = {
    lane: 0,
    glyph: { x: clientsCentre - radius, y: middle - radius - 10, w: 2 * radius, h: 2 * radius },
    box: { x: clientsCentre - clientsWidth / 2, y: middle - radius - 10, w: clientsWidth, h: 2 * radius + 42 },
    textWidth: clientsWidth,
  }
  const axis = clients.glyph.y + radius

  const hasDatabase = databaseLane !== null
  const isTight = hasDatabase || (limiter !== null && isNarrow)
  const storeWidth = isNarrow ? 52 : 88
  const storeRoom = hasDatabase ? storeWidth + (isNarrow ? 18 : 60) : 0
  const glyphWidth = isTight ? (!isNarrow ? 112 : form === 'around' ? 66 : 52) : !isNarrow ? 112 : form === 'around' ? 104 : form === 'beside' ? 70 : 60
  const sideText = form === 'around' ? 0 : isTight ? (isNarrow ? 44 : Math.round(Math.min(130, 40 + (width - NARROW_BELOW) * 0.3))) : isNarrow ? (form === 'beside' ? 82 : 94) : Math.round(Math.min(188, 88 + (width - NARROW_BELOW) * 0.3))
  const serverX = width - edge - storeRoom - glyphWidth - 6 - sideText - (form === 'around' && !isNarrow && !hasDatabase && limiter === null ? Math.min(56, width * 0.04) : 0)

  const trapezoid = { w: isNarrow ? 32 : 46, h: isNarrow ? 54 : 66 }
  const clientsRight = clients.glyph.x + clients.glyph.w
  const balancerCentre = limiter !== null ? clientsRight + (serverX - clientsRight) * (isNarrow ? 0.72 : 0.7) : isNarrow ? clientsRight + (serverX - clientsRight) * 0.46 : clientsRight + (serverX - clientsRight) * 0.42
  // Captions stand side by side: neither may reach into the other.
  const balancerWidth = Math.round(Math.max(64, Math.min(184, limiter !== null ? Infinity : 2 * (balancerCentre - clientsCentre - clientsWidth / 2 - 6), 2 * (serverX - balancerCentre - 4))))
  const balancer: NodePlace = {
    lane: 1,
    glyph: { x: balancerCentre - trapezoid.w / 2, y: axis - trapezoid.h / 2, ...trapezoid },
    box: { x: balancerCentre - balancerWidth / 2, y: axis - trapezoid.h / 2, w: balancerWidth, h: trapezoid.h + 56 },
    textWidth: balancerWidth,
  }

  const top = middle - (cell * count) / 2
  const between = lanesBetween(databaseLane, limiter)
  const servers = Array.from({ length: size.servers }, (_, index) => placeServer(laneOfServer(index, between), serverX, top + index * cell, cell, glyphWidth, sideText, form))
  const storeHeight = Math.min(50, height * 0.2)
  const storeX = width - edge - storeWidth
  const database: NodePlace | null = databaseLane === null ? null : {
    lane: databaseLane,
    glyph: { x: storeX, y: axis - storeHeight / 2, w: storeWidth, h: storeHeight },
    box: { x: storeX - 10, y: axis - storeHeight / 2 - 6, w: storeWidth + 20, h: Math.round(storeHeight + 62) },
    textWidth: storeWidth + 20,
  }
  const gateRight = balancer.glyph.x - (isNarrow ? 2 : 10)
  const places = limiter === null ? { gates: [], store: null } : placeLimiter(limiter, clientsRight + (isNarrow ? 4 : 12), gateRight, axis, height, isNarrow)
  return {
    width, height, isNarrow, form, clients, balancer, servers, database, gates: places.gates, limitStore: places.store,
    ...linksBetween(clients, balancer, servers, database, places.gates, places.store),
    markSize: form === 'around' && !isNarrow ? 12 : 10,
  }
}

function linksBetween(
  clients: NodePlace, balancer: NodePlace, servers: readonly NodePlace[], database: NodePlace | null, gates: readonly NodePlace[], store: NodePlace | null,
): Pick<StageLayout, 'links' | 'queries' | 'gateLinks'> {
  const middle = ({ glyph }: NodePlace): number => glyph.y + glyph.h / 2
  return {
    gateLinks: gateLinks({ gates, store }, clients.glyph, balancer.glyph),
    queries: database === null ? [] : servers.map((server, index) => fanIn(server, database.glyph, index, servers.length)),
    links: [
      { lane: 1, x1: clients.glyph.x + clients.glyph.w, y1: middle(clients), x2: balancer.glyph.x, y2: middle(balancer) },
      ...servers.map((server, index) => fan(balancer.glyph, server, index, servers.length)),
    ],
  }
}

function placeServer(lane: number, x: number, y: number, cell: number, glyphWidth: number, sideText: number, form: ServerForm): NodePlace {
  if (form === 'around') {
    const h = Math.max(24, Math.min(38, cell - NAME_ROOM - WORDS_ROOM - 2))
    const rest = cell - NAME_ROOM - h - WORDS_ROOM
    const boxY = y + rest / 2
    return {
      lane,
      box: { x: x - 4, y: boxY, w: glyphWidth + 14, h: Math.round(NAME_ROOM + h + WORDS_ROOM) },
      glyph: { x, y: boxY + NAME_ROOM, w: glyphWidth, h },
      textWidth: glyphWidth + 52,
    }
  }
  const h = Math.max(14, Math.min(form === 'beside' ? 28 : 19, cell - (form === 'beside' ? 9 : 7)))
  return {
    lane,
    box: { x: x - 4, y: y + 0.5, w: glyphWidth + 14 + sideText, h: Math.floor(cell) - 1 },
    glyph: { x, y: y + (cell - h) / 2 + 2, w: glyphWidth, h },
    textWidth: sideText - 10,
  }
}

/** Lanes that stand between the servers of the beginning and those that joined later: of the database and of a limiter. */
interface Between {
  readonly from: number
  readonly count: number
}

function lanesBetween(databaseLane: number | null, limiter: LimiterLanes | null): Between {
  const gates = limiter === null ? 0 : limiter.nodes + (limiter.hasStore ? 1 : 0)
  return { from: databaseLane ?? limiter?.firstLane ?? Infinity, count: (databaseLane === null ? 0 : 1) + gates }
}

function laneOfServer(index: number, { from, count }: Between): number {
  return index + 2 + (index + 2 >= from ? count : 0)
}

/** Place among the servers, -1 for any other machine. */
function serverAt({ servers }: StageLayout, lane: number): number {
  return servers.findIndex((server) => server.lane === lane)
}

/** Where a machine stands; undefined for one that is not on the stage. */
export function placeOf(layout: StageLayout, lane: number): NodePlace | undefined {
  if (lane < 2) return lane === 0 ? layout.clients : layout.balancer
  if (lane === layout.database?.lane) return layout.database
  if (lane === layout.limitStore?.lane) return layout.limitStore
  return layout.gates.find((gate) => gate.lane === lane) ?? layout.servers[serverAt(layout, lane)]
}

/** The link on the balancer's side of a machine, or with `isQuery` the one to the database. */
export function linkOf(layout: StageLayout, lane: number, isQuery = false): LinkPlace | undefined {
  if (isQuery) return layout.queries[serverAt(layout, lane)]
  const server = serverAt(layout, lane)
  return lane === 1 ? layout.links[0] : server < 0 ? undefined : layout.links[1 + server]
}

/** Every lane that stands on the stage. */
export function lanesOf({ servers, database, gates, limitStore }: StageLayout): readonly number[] {
  return [0, ...gates.map((gate) => gate.lane), ...(limitStore === null ? [] : [limitStore.lane]), 1, ...servers.map((server) => server.lane), ...(database === null ? [] : [database.lane])]
}

/** Every link, named by the lane farther from the clients, or by the server that asks the database. */
export function linksOf({ links, queries, database, gateLinks: before }: StageLayout): readonly { readonly lane: number; readonly isQuery: boolean; readonly from: number; readonly to: number }[] {
  return [
    ...before.map(({ from, to, place }) => ({ lane: place.lane, isQuery: false, from, to })),
    ...links.slice(before.length === 0 ? 0 : 1).map(({ lane }) => ({ lane, isQuery: false, from: lane === 1 ? 0 : 1, to: lane })),
    ...queries.map(({ lane }) => ({ lane, isQuery: true, from: lane, to: database!.lane })),
  ]
}

/** Pixels by which a hand has moved machines away from where they were laid out, by lane. */
export type Moves = ReadonlyMap<number, { readonly x: number; readonly y: number }>

/** The same stage with machines moved; their links follow them, and none leaves the stage. */
export function moveMachines(layout: StageLayout, moves: Moves): StageLayout {
  if (moves.size === 0) return layout
  const moved = <T extends NodePlace | null>(place: T): T => {
    const move = place === null ? undefined : moves.get(place.lane)
    if (place === null || move === undefined) return place
    const x = Math.min(layout.width - place.box.w, Math.max(0, place.box.x + move.x)) - place.box.x
    const y = Math.min(layout.height - place.box.h, Math.max(0, place.box.y + move.y)) - place.box.y
    return { ...place, box: { ...place.box, x: place.box.x + x, y: place.box.y + y }, glyph: { ...place.glyph, x: place.glyph.x + x, y: place.glyph.y + y } }
  }
  const [clients, balancer, database, limitStore] = [moved(layout.clients), moved(layout.balancer), moved(layout.database), moved(layout.limitStore)]
  const servers = layout.servers.map((server) => moved(server))
  const gates = layout.gates.map((gate) => moved(gate))
  return { ...layout, clients, balancer, servers, database, gates, limitStore, ...linksBetween(clients, balancer, servers, database, gates, limitStore) }
}

/** The link that a message takes. */
export function linkBetween(layout: StageLayout, from: number, to: number): LinkPlace | undefined {
  const gate = layout.gateLinks.find((one) => (one.from === from && one.to === to) || (one.from === to && one.to === from))
  if (gate !== undefined) return gate.place
  const database = layout.database?.lane
  if (from > 1 && to > 1 && from !== database && to !== database) return linkOfCopies(layout, Math.min(from, to), Math.max(from, to))
  return to === database ? linkOf(layout, from, true) : from === database ? linkOf(layout, to, true) : linkOf(layout, from > to ? from : to)
}

/** The way of a change from one server to another: straight up or down, beside their glyphs; no line is drawn for it. */
function linkOfCopies(layout: StageLayout, upper: number, lower: number): LinkPlace | undefined {
  const [first, second] = [placeOf(layout, upper)?.glyph, placeOf(layout, lower)?.glyph]
  if (first === undefined || second === undefined) return undefined
  return { lane: lower, x1: first.x + 12, y1: first.y + first.h / 2, x2: second.x + 12, y2: second.y + second.h / 2 }
}

/** Links leave the balancer's tall side spread out, in the order of the servers, so that none covers another. */
function fan(balancer: Box, server: NodePlace, index: number, count: number): LinkPlace {
  const reach = balancer.h / 2 - 6
  const step = count === 1 ? 0 : Math.min(13, (2 * reach) / (count - 1))
  return {
    lane: server.lane,
    x1: balancer.x + balancer.w,
    y1: balancer.y + balancer.h / 2 + (index - (count - 1) / 2) * step,
    x2: server.glyph.x,
    y2: server.glyph.y + server.glyph.h / 2,
  }
}

/** The same towards the database. It runs behind the words of a server, which keep a rim around them. */
function fanIn(server: NodePlace, database: Box, index: number, count: number): LinkPlace {
  const reach = database.h / 2 - 5
  const step = count === 1 ? 0 : Math.min(11, (2 * reach) / (count - 1))
  return {
    lane: server.lane,
    x1: server.glyph.x + server.glyph.w + 6,
    y1: server.glyph.y + server.glyph.h / 2,
    x2: database.x,
    y2: database.y + database.h / 2 + (index - (count - 1) / 2) * step,
  }
}
