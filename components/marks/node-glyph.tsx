import type { LaneRole } from '@/simulations/kernel/trace.ts'
import { glyphPaths } from './node-geometry.ts'
import './marks.css'

/** `aside`: nothing is sent there for now. `stopped`: the machine itself is gone. */
export type GlyphCondition = 'working' | 'aside' | 'stopped'

const bodies: Record<GlyphCondition, string> = {
  working: 'fill-sheet stroke-ink',
  aside: 'fill-sheet stroke-edge',
  stopped: 'fill-sheet stroke-idle',
}

/** A machine's glyph inside a picture, its upper left corner at the origin of the group it stands in. */
export function NodeGlyph({ role, w, h, condition = 'working' }: { role: LaneRole; w: number; h: number; condition?: GlyphCondition }) {
  return glyphPaths(role, w, h).map((path, number) => {
    const dashes = condition === 'stopped' ? '1.5 3' : path.isDashed ? '5 3.5' : undefined
    return (
      <path
        key={number}
        d={path.d}
        className={path.paint === 'leader' ? 'fill-ink stroke-ink' : path.paint === 'detail' ? 'fill-none stroke-ink-2' : bodies[condition]}
        strokeWidth={path.paint === 'detail' || path.paint === 'behind' ? 1 : 1.5}
        {...(dashes === undefined ? {} : { strokeDasharray: dashes })}
      />
    )
  })
}

/** A glyph alone, for lists and sentences. */
export function NodeIcon({ role, size = 24, label, className = '' }: { role: LaneRole; size?: number; label?: string; className?: string }) {
  const { w, h } = iconBoxes[role]
  return (
    <svg
      viewBox="-13 -10 26 20"
      width={(size * 26) / 20}
      height={size}
      className={`drawn inline-block align-[-0.2em] ${className}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      focusable="false"
    >
      <g transform={`translate(${-w / 2 - (role === 'service' ? 2 : 0)} ${-h / 2 + (role === 'service' ? 2 : role === 'store' || role === 'leader' ? -3 : 0)})`}>
        <NodeGlyph role={role} w={w} h={h} />
      </g>
    </svg>
  )
}

const iconBoxes: Record<LaneRole, { w: number; h: number }> = {
  client: { w: 16, h: 16 },
  service: { w: 18, h: 11 },
  balancer: { w: 12, h: 17 },
  queue: { w: 22, h: 12 },
  memory: { w: 21, h: 13 },
  store: { w: 21, h: 11 },
  leader: { w: 21, h: 11 },
  limiter: { w: 15, h: 16 },
}
