import type { PlacementWords } from '@/components/families/placement-words.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { MapSnapshot } from '@/simulations/components/placement/maps.ts'
import { densityPath, shapesOf, type Frame } from './shapes.ts'

/** Nodes are told apart by pattern and name, never by hue: hue belongs to messages. One pattern for each lane, in turns. */
export const PATTERNS = 8

/** A name stands at a stretch that is long enough to be found by it. */
const LEAST_LABELLED = 0.05
const MOST_EDGED = 900

interface MapDrawingProps {
  readonly id: string
  readonly map: MapSnapshot
  readonly before: MapSnapshot | null
  readonly names: readonly string[]
  readonly words: PlacementWords
  readonly locale: Locale
  readonly keys: number
  readonly frame: Frame
  /** Lane of the first node, which has the first pattern. */
  readonly firstNode: number
  /** The node whose arcs and keys stand out; -1: none. */
  readonly chosen?: number
  readonly onChoose?: (lane: number) => void
}

/** The map: a ring with its points, or a bar with its rows; keys inside it or below. */
export function MapDrawing({ id, map, before, names, words, locale, keys, frame, firstNode, chosen = -1, onChoose }: MapDrawingProps) {
  const shapes = shapesOf(map, before, names.length, frame)
  const isEveryKey = map.shownKeys.length === keys
  const rows = formatWith(locale, words.stage[map.kind], { rows: map.rows })
  const drawn = formatWith(locale, isEveryKey ? words.stage.allKeys : words.stage.someKeys, { count: keys })
  const fade = (lane: number) => (chosen < 0 || chosen === lane ? 1 : 0.22)
  const isRing = map.kind === 'ring'
  // Edges of thousands of stretches would be all that is seen.
  const edgePx = shapes.reduce((sum, { stretches }) => sum + stretches, 0) > MOST_EDGED ? 0 : 0.6
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={`${words.stage.label}. ${rows}. ${drawn}.`} className="block h-auto w-full" data-map={map.kind}>
      <NodePatterns id={id} />
      {shapes.map(({ lane, cells }) => (cells === '' ? null : (
        <path
          key={lane} d={cells} fill={`url(#${id}-${(lane - firstNode + PATTERNS) % PATTERNS})`} opacity={fade(lane)} data-owner={lane}
          className={`stroke-ink ${onChoose === undefined ? '' : 'cursor-pointer'}`} strokeWidth={edgePx === 0 ? 0 : chosen === lane ? 1.4 : edgePx}
          {...(onChoose === undefined ? {} : { onPointerDown: () => onChoose(chosen === lane ? -1 : lane) })}
        />
      )))}
      {shapes.map(({ lane, points }) => (points === '' ? null : <path key={lane} d={points} className="stroke-ink" strokeWidth={0.9} opacity={fade(lane)} />))}
      {isEveryKey ? null : <path d={densityPath(map, frame)} className="stroke-edge" strokeWidth={isRing ? 1.6 : 2} opacity={0.8} />}
      {shapes.map(({ lane, keys: dots }) => (dots === '' || !isEveryKey ? null : <path key={lane} d={dots} className="stroke-ink" strokeWidth={3.2} strokeLinecap="round" opacity={fade(lane)} />))}
      {shapes.map(({ lane, moved }) => (moved === '' ? null : <path key={lane} d={moved} className="fill-stale" opacity={fade(lane)} data-moved="" />))}
      {shapes.map(({ lane, longest, labelX, labelY }) => (longest < LEAST_LABELLED ? null : (
        <text key={lane} x={labelX} y={labelY + 4} textAnchor={isRing ? (labelX < frame.width / 2 - 8 ? 'end' : labelX > frame.width / 2 + 8 ? 'start' : 'middle') : 'middle'} fontSize={12.5} fontWeight={chosen === lane ? 700 : 500} className="fill-ink" opacity={chosen < 0 || chosen === lane ? 1 : 0.5}>
          {short(names[lane]!)}
        </text>
      )))}
      {isRing ? (
        <g textAnchor="middle" fontSize={13} className="fill-ink-2">
          <text x={frame.width / 2} y={frame.height / 2 - 4}>{rows}</text>
          <text x={frame.width / 2} y={frame.height / 2 + 16} fontSize={12.5} className="fill-ink-3">{drawn}</text>
        </g>
      ) : null}
    </svg>
  )
}

/** Patterns of ink, light to dark, each with a direction of its own. */
export function NodePatterns({ id }: { readonly id: string }) {
  const line = 'stroke-ink'
  const tile = (number: number, content: React.ReactNode) => (
    <pattern key={number} id={`${id}-${number}`} width={8} height={8} patternUnits="userSpaceOnUse">
      <rect width={8} height={8} className="fill-sheet" />
      {content}
    </pattern>
  )
  return (
    <defs>
      {tile(0, <rect width={8} height={8} className="fill-ink" opacity={0.72} />)}
      {tile(1, <path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" className={line} strokeWidth={1.6} opacity={0.8} />)}
      {tile(2, <rect width={8} height={8} className="fill-edge" opacity={0.35} />)}
      {tile(3, <path d="M2 2h0M6 6h0" className={line} strokeWidth={2.4} strokeLinecap="round" />)}
      {tile(4, <path d="M0 2H8M0 6H8" className={line} strokeWidth={1.1} opacity={0.8} />)}
      {tile(5, <path d="M-2 -2L10 10M-2 10L10 -2" className={line} strokeWidth={0.9} opacity={0.8} />)}
      {tile(6, <path d="M2 0V8M6 0V8" className={line} strokeWidth={1.1} opacity={0.8} />)}
      {tile(7, null)}
    </defs>
  )
}

export function short(name: string): string {
  const letters = [...name]
  return letters.length > 14 ? `${letters.slice(0, 13).join('')}…` : name
}
