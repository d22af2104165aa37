import { describe, expect, it } from 'vitest'
import { comfortableHeight, lanesOf, layoutStage, linkBetween, linkOf, linksOf, moveMachines, placeOf } from './layout.ts'
import type { Box, StageLayout } from './layout.ts'
import { cutText, textWidth, wrapText } from './text-fit.ts'

const sizes = [
  { width: 812, height: 268 },
  { width: 1180, height: 320 },
  { width: 580, height: 268 },
  { width: 390, height: 280 },
  { width: 360, height: 300 },
  { width: 320, height: 268 },
]
/** With one to twelve servers: without a database, with one of all, and with one whose lane comes after the first. */
const every = sizes.flatMap((size) => Array.from({ length: 12 }, (_, index) => [null, index + 3, 3].map((databaseLane) => ({ ...size, servers: index + 1, databaseLane }))).flat())

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}
const nodes = (layout: StageLayout) => [layout.clients, layout.balancer, ...layout.servers, ...(layout.database === null ? [] : [layout.database])]

describe('the layout of the stage', () => {
  it('keeps every glyph inside, for one to twelve servers, from phone to desk', () => {
    for (const size of every) {
      for (const { glyph, lane } of nodes(layoutStage(size))) {
        const where = `lane ${lane} of ${size.servers} at ${size.width} × ${size.height}`
        expect.soft(glyph.x, where).toBeGreaterThanOrEqual(4)
        expect.soft(glyph.y, where).toBeGreaterThanOrEqual(5)
        expect.soft(glyph.x + glyph.w, where).toBeLessThanOrEqual(size.width - 4)
        expect.soft(glyph.y + glyph.h, where).toBeLessThanOrEqual(size.height - 1)
      }
    }
  })

  it('lets no glyph cover another, and no server the words of another', () => {
    for (const size of every) {
      const layout = layoutStage(size)
      const glyphs = nodes(layout).map((node) => node.glyph)
      glyphs.forEach((glyph, i) => glyphs.slice(i + 1).forEach((other) => expect.soft(overlap(glyph, other), JSON.stringify(size)).toBe(false)))
      const boxes = layout.servers.map((server) => server.box)
      boxes.slice(1).forEach((box, i) => expect.soft(box.y, JSON.stringify(size)).toBeGreaterThanOrEqual(boxes[i]!.y + boxes[i]!.h - 0.01))
    }
  })

  it('leaves room on every link for a mark to be seen travelling', () => {
    for (const size of every) {
      const layout = layoutStage(size)
      for (const link of [...layout.links, ...layout.queries]) expect.soft(link.x2 - link.x1, `${JSON.stringify(size)} lane ${link.lane}`).toBeGreaterThan(layout.markSize)
    }
  })

  it('keeps the links in the order of the servers, so that none crosses another', () => {
    for (const size of every) {
      const { links: [, ...fan], queries } = layoutStage(size)
      fan.slice(1).forEach((link, i) => expect.soft(link.y1, JSON.stringify(size)).toBeGreaterThan(fan[i]!.y1))
      queries.slice(1).forEach((link, i) => expect.soft(link.y2, JSON.stringify(size)).toBeGreaterThan(queries[i]!.y2))
    }
  })

  it('finds place and links by lane, also of servers that joined after the database', () => {
    const layout = layoutStage({ width: 812, height: 268, servers: 4, databaseLane: 4 })
    expect(layout.servers.map((server) => server.lane)).toEqual([2, 3, 5, 6])
    for (const server of layout.servers) {
      expect(placeOf(layout, server.lane)).toBe(server)
      expect(linkOf(layout, server.lane)!.lane).toBe(server.lane)
      expect(linkBetween(layout, 1, server.lane)).toBe(linkOf(layout, server.lane))
      expect(linkBetween(layout, server.lane, 4)!.lane).toBe(server.lane)
      expect(linkBetween(layout, 4, server.lane)).toBe(linkOf(layout, server.lane, true))
    }
    expect(placeOf(layout, 4)).toBe(layout.database)
    expect(linkBetween(layout, 0, 1)).toBe(layout.links[0])
  })

  it('gives each of twelve servers 24 pixels at the comfortable height', () => {
    const layout = layoutStage({ width: 812, height: comfortableHeight(12), servers: 12 })
    expect(layout.servers[1]!.box.y - layout.servers[0]!.box.y).toBeGreaterThanOrEqual(24)
  })
})

describe('machines that a hand has moved', () => {
  const layout = layoutStage({ width: 812, height: 268, servers: 4 })

  it('take their links along and leave the others where they are', () => {
    const moved = moveMachines(layout, new Map([[3, { x: -60, y: 12 }]]))
    expect(moved.servers[1]!.glyph.x).toBe(layout.servers[1]!.glyph.x - 60)
    expect(linkOf(moved, 3)!.x2).toBe(linkOf(layout, 3)!.x2 - 60)
    expect(linkOf(moved, 3)!.y2).toBe(linkOf(layout, 3)!.y2 + 12)
    expect(linkOf(moved, 2)).toEqual(linkOf(layout, 2))
    const balancer = moveMachines(layout, new Map([[1, { x: 30, y: 0 }]]))
    for (const [at, link] of balancer.links.entries()) expect(at === 0 ? link.x2 : link.x1).toBe((at === 0 ? layout.links[0]!.x2 : layout.links[at]!.x1) + 30)
  })

  it('stay on the stage', () => {
    for (const { lane } of layout.servers) {
      const { box } = placeOf(moveMachines(layout, new Map([[lane, { x: 5_000, y: -5_000 }]])), lane)!
      expect([box.x + box.w, box.y]).toEqual([812, 0])
    }
  })

  it('are all named, each link with both its ends', () => {
    const three = layoutStage({ width: 812, height: 268, servers: 2, databaseLane: 4 })
    expect(lanesOf(three)).toEqual([0, 1, 2, 3, 4])
    expect(linksOf(three).map(({ from, to }) => [from, to])).toEqual([[0, 1], [1, 2], [1, 3], [2, 4], [3, 4]])
  })
})

describe('words on the stage', () => {
  it('are broken at spaces into lines that fit', () => {
    expect(wrapText('smooth weighted round robin', 12.5, 112, 2)).toEqual(['smooth weighted', 'round robin'])
  })

  it('are cut with an ellipsis when they do not fit', () => {
    const cut = cutText('left alone after 1 failure', 12.5, 80)
    expect(cut.endsWith('…')).toBe(true)
    expect(textWidth(cut, 12.5)).toBeLessThanOrEqual(80)
  })

  it('count Hangul as wide as it is', () => {
    expect(textWidth('가나다', 10)).toBeGreaterThan(textWidth('abc', 10))
  })
})
