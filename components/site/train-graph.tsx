import { chapters, services } from '@/content/paths.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Station } from './curriculum.ts'

const SHAPES = {
  wide: { width: 1344, left: 236, right: 56, top: 16, rowPx: 13.2, name: 15, dot: 4.6 },
  narrow: { width: 358, left: 0, right: 14, top: 28, rowPx: 12.4, name: 13, dot: 3.8 },
} as const
const STROKES = { local: { width: 1.5, dash: undefined }, express: { width: 3.5, dash: undefined }, data: { width: 1.75, dash: '7 5' } } as const
const WEEKS = 12
const FOOT = 40
/** From this chapter on, narrow graphs write names on the left. */
const LOW_FROM = 7

/** Names of stations in a row are taller than the rows: they stand this much further apart. */
const SPREAD = 5.5

/** How far a name is moved up from its station, px, when stations right below it have names too. */
function spreadOf(place: number, named: readonly number[]): number {
  let below = 0
  while (named.includes(place + below + 1)) below++
  return below * SPREAD
}

/** Chapters are lines as far apart as they have lessons, time runs right, a stop is a lesson, a slope is a pace. */
export function TrainGraph({ locale, stations, className = '' }: { locale: Locale; stations: readonly Station[]; className?: string }) {
  return (
    <div className={className}>
      <Graph locale={locale} stations={stations} form="wide" className="max-wide:hidden" />
      <Graph locale={locale} stations={stations} form="narrow" className="wide:hidden" />
    </div>
  )
}

function Graph({ locale, stations, form, className }: { locale: Locale; stations: readonly Station[]; form: keyof typeof SHAPES; className: string }) {
  const { line } = dictionary(locale).home
  const shape = SHAPES[form]
  const isWide = form === 'wide'
  const yOf = (place: number) => shape.top + place * shape.rowPx
  const xOf = (week: number) => shape.left + (week / WEEKS) * (shape.width - shape.left - shape.right)
  const bottom = yOf(stations.length - 1)
  const everyWeeks = isWide ? 1 : 3
  const round = (value: number) => Math.round(value * 10) / 10
  return (
    <svg role="img" aria-label={line.picture} viewBox={`0 0 ${shape.width} ${bottom + FOOT}`} className={`block h-auto w-full overflow-visible ${className}`}>
      {Array.from({ length: WEEKS / everyWeeks + 1 }, (_, step) => step * everyWeeks).map((week) => (
        <g key={week}>
          <path d={`M${round(xOf(week))} ${shape.top - 8}V${bottom + 12}`} className="stroke-line" />
          <text x={round(xOf(week))} y={bottom + 32} fontSize={13} textAnchor={week === 0 && !isWide ? 'start' : week === WEEKS && !isWide ? 'end' : 'middle'} className="fill-ink-3">
            {week === 0 ? line.start : formatWith(locale, line.week, { week })}
          </text>
        </g>
      ))}
      {chapters.map((chapter, number) => {
        const first = stations.find((station) => station.chapter === number)!
        const y = yOf(first.place) + 0.5
        return (
          <g key={chapter.id}>
            <path d={`M${xOf(0)} ${y}H${xOf(WEEKS)}`} className="stroke-edge" />
            {isWide ? (
              <>
                <text x={0} y={y + 5} fontSize={shape.name} fontWeight={600} className="fill-ink">{chapter[locale]}</text>
                <text x={shape.left - 16} y={y + 5} fontSize={13} textAnchor="end" className="fill-ink-3">{chapter.lessons.length}</text>
              </>
            ) : null}
          </g>
        )
      })}
      {services.map((service) => {
        const stops = stations.filter((station) => station.services.includes(service.id))
        const weekOf = (at: number) => service.fromWeek + (at / (stops.length - 1)) * service.weeks * 0.97 + 0.12
        const points = stops.map((station, at) => [round(xOf(weekOf(at))), round(yOf(station.place) + 0.5)] as const)
        const [lastX, lastY] = points.at(-1)!
        const { width, dash } = STROKES[service.id]
        const label = service.id === 'local' ? ([lastX - 150, lastY - 24, 'end'] as const) : ([lastX + 14, lastY - 4, 'start'] as const)
        return (
          <g key={service.id}>
            <polyline points={points.map((point) => point.join(',')).join(' ')} fill="none" className="stroke-ink" strokeWidth={isWide ? width : width * 0.8} strokeDasharray={dash} />
            {points.map(([x, y], at) => {
              const isOpen = stops[at]!.open !== null
              return <circle key={stops[at]!.id} cx={x} cy={y} r={isOpen ? shape.dot + 1 : shape.dot} className={isOpen ? 'fill-ink stroke-ink' : 'fill-paper stroke-ink'} strokeWidth={1.5} />
            })}
            {isWide ? (
              <text x={label[0]} y={label[1]} textAnchor={label[2]} className="fill-ink stroke-paper" strokeWidth={5} paintOrder="stroke">
                <tspan fontSize={15} fontWeight={600}>{line.services[service.id]}</tspan>
                <tspan x={label[0]} dy={18} fontSize={13} className="fill-ink-2">{formatWith(locale, line.stops, { weeks: service.weeks, stops: stops.length })}</tspan>
              </text>
            ) : null}
          </g>
        )
      })}
      {isWide ? null : chapters.map((chapter, number) => {
        const y = yOf(stations.find((station) => station.chapter === number)!.place) + 0.5
        // The local comes down the right side: lower names stand between the lines.
        const [x, anchor] = number < LOW_FROM ? ([xOf(WEEKS), 'end'] as const) : ([xOf(3.5), 'start'] as const)
        return <text key={chapter.id} x={x} y={y - 5} fontSize={shape.name} fontWeight={600} textAnchor={anchor} className="fill-ink stroke-paper" strokeWidth={4} paintOrder="stroke">{chapter[locale]}</text>
      })}
      {isWide ? stations.filter(({ open }) => open !== null).map((station, _, opened) => {
        const at = stations.filter(({ services: stops }) => stops.includes('local')).indexOf(station)
        const x = round(xOf((at / (stations.length - 1)) * 12 * 0.97 + 0.12))
        const y = round(yOf(station.place) + 0.5)
        const isFirst = station.place === 0
        return (
          <text key={station.id} x={x + 18} y={round(y + (isFirst ? -6 : 5 - spreadOf(station.place, opened.map(({ place }) => place))))} fontSize={15} fontWeight={600} className="fill-ink stroke-paper" strokeWidth={5} paintOrder="stroke">{station.title}</text>
        )
      }) : null}
    </svg>
  )
}
