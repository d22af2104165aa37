/** The glyphs of machines, as path data in a box of w × h. What a machine may forget and what it keeps is drawn, not coloured. */

import type { LaneRole } from '@/simulations/kernel/trace.ts'

export const nodeRoles = ['client', 'service', 'balancer', 'queue', 'memory', 'store', 'leader', 'limiter'] as const satisfies readonly LaneRole[]

/** How far each machine behind the first stands out, to the right and upwards; less where the glyph is small. */
export function stackStep(h: number): number {
  return h >= 24 ? 3.5 : 2
}

export interface GlyphPath {
  readonly d: string
  readonly paint: 'body' | 'behind' | 'leader' | 'detail'
  readonly isDashed?: boolean
}

/** Slots of a queue's glyph. */
const SLOTS = 6
/** Distance between a durable store and its feet. */
const FOOT = 3.5

/** Paths of a glyph, from back to front. */
export function glyphPaths(role: LaneRole, w: number, h: number): readonly GlyphPath[] {
  const body = rectangle(0, 0, w, h)
  switch (role) {
    case 'client': {
      const r = Math.min(w, h) / 2
      return [{ d: `M${w / 2 - r} ${h / 2}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`, paint: 'body' }]
    }
    case 'service': {
      const step = stackStep(h)
      return [
        { d: rectangle(2 * step, -2 * step, w, h), paint: 'behind' },
        { d: rectangle(step, -step, w, h), paint: 'behind' },
        { d: body, paint: 'body' },
      ]
    }
    case 'balancer':
      return [{ d: `M0 ${n(h * 0.27)}L${w} 0V${h}L0 ${n(h * 0.73)}z`, paint: 'body' }]
    case 'queue': {
      let slots = ''
      for (let slot = 1; slot < SLOTS; slot++) slots += `M${n((w * slot) / SLOTS)} 0V${h}`
      return [{ d: body, paint: 'body' }, { d: slots, paint: 'detail' }]
    }
    case 'memory':
      return [{ d: body, paint: 'body', isDashed: true }]
    case 'store':
      return [{ d: body, paint: 'body' }, { d: feet(w, h), paint: 'detail' }]
    // A vessel: open above, narrower below.
    case 'limiter':
      return [{ d: `M0 0L${n(w * 0.12)} ${h}H${n(w * 0.88)}L${w} 0`, paint: 'body' }]
    case 'leader':
      return [{ d: body, paint: 'leader' }, { d: feet(w, h), paint: 'detail' }]
  }
}

function rectangle(x: number, y: number, w: number, h: number): string {
  return `M${x} ${y}h${w}v${h}h${-w}z`
}

function feet(w: number, h: number): string {
  return `M0 ${h + FOOT}h${w}M0 ${h + 2 * FOOT}h${w}`
}

function n(value: number): number {
  return Math.round(value * 100) / 100
}
