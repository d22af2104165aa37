import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { MarkAt } from '@/components/marks/mark.tsx'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateAt, stateAtRow, type SystemState } from '@/components/projection/traffic-state.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { armedState } from './armed-state.ts'
import { describeLane, detailsAt, type StageWords } from './describe-lane.ts'
import { BalancerDrawing, ClientsDrawing, DatabaseDrawing, LinkDrawing, linkCondition, linkLabel, queryCondition, ServerDrawing } from './drawing.tsx'
import { collectFlights, createFlights, flightKinds, MOST_MARKS, type Flights } from './flights.ts'
import { comfortableHeight, layoutStage, placeOf, type StageLayout } from './layout.ts'
import { limiterLanes } from './limiter-actions.ts'
import { describeGate, gateLevels, LimitStoreDrawing, LimiterDrawing } from './limiter-drawing.tsx'

/** What a stage shows: a run at an instant, or a system before its run. */
export type StageSubject =
  | { readonly kind: 'armed'; readonly config: TrafficConfig }
  | { readonly kind: 'run'; readonly trace: Trace; readonly index: TrafficIndex; readonly atUs: number; /** After this log row, when several share the instant. */ readonly row?: number }

interface StageStillProps {
  readonly subject: StageSubject
  readonly words: StageWords
  readonly locale: Locale
  readonly width?: number
  readonly height?: number
  readonly className?: string
}

/** The stage as a plain picture: for the first paint, for pages without scripts, for print. */
export function StageStill({ subject, words, locale, width = 812, height = 268, className = '' }: StageStillProps) {
  const system = systemOf(subject)
  const servers = system.lanes.filter((lane) => lane.role === 'service' && lane.joined)
  const database = system.lanes.find((lane) => lane.role === 'store')
  const layout = layoutStage({ width, height, servers: servers.length, databaseLane: database?.lane ?? null, limiter: limiterLanes(subject.kind === 'run' ? subject.index.config : subject.config) })
  const trace = subject.kind === 'run' ? subject.trace : null
  const config = subject.kind === 'run' ? subject.index.config : subject.config
  const details = (lane: number) => detailsAt(config, trace, lane, system.atUs)
  const gates = system.lanes.filter((lane) => lane.role === 'limiter')
  const store = system.lanes.find((lane) => lane.role === 'memory')
  const levelsOf = (lane: number) => gateLevels(config, trace, lane, system.atUs)
  const flights = createFlights()
  if (subject.kind === 'run') collectFlights(subject.trace, subject.index, layout, subject.atUs, flights, MOST_MARKS)
  const label = [system.lanes[0]!, system.lanes[1]!, ...servers, ...(database === undefined ? [] : [database])].map((lane) => describeLane(lane, system, details(lane.lane), words, locale)).concat([...gates, ...(store === undefined ? [] : [store])].map((lane) => describeGate(lane, levelsOf(lane.lane), words, locale))).join('. ')
  const spoken = { words, locale }
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={`drawn block h-auto w-full ${className}`}>
      {layout.gates.length === 0 && <LinkDrawing place={layout.links[0]!} condition="ok" label="" />}
      {layout.gateLinks.map(({ from, to, place }) => <LinkDrawing key={`${from} ${to}`} place={place} condition={to === layout.limitStore?.lane ? linkCondition(system.lanes[to]!) : 'ok'} label="" />)}
      {servers.map((state, index) => (
        <LinkDrawing key={state.lane} place={layout.links[index + 1]!} condition={linkCondition(state)} label={linkLabel(layout, state, details(state.lane), words, locale)} />
      ))}
      {layout.queries.map((place, index) => <LinkDrawing key={`query ${place.lane}`} place={place} condition={queryCondition(servers[index]!)} label="" />)}
      <ClientsDrawing place={layout.clients} waiting={system.metrics.inSystem} pace={system.pace} isArmed={subject.kind === 'armed'} {...spoken} />
      <BalancerDrawing place={layout.balancer} held={system.lanes[1]!.held} policy={system.policy} {...spoken} />
      {servers.map((state, index) => (
        <ServerDrawing key={state.lane} place={layout.servers[index]!} form={layout.form} state={state} details={details(state.lane)} {...spoken} />
      ))}
      {database !== undefined && layout.database !== null && <DatabaseDrawing place={layout.database} state={database} {...spoken} />}
      {gates.map((state) => <LimiterDrawing key={state.lane} place={placeOf(layout, state.lane)!} state={state} levels={levelsOf(state.lane)} {...spoken} />)}
      {store !== undefined && layout.limitStore !== null && <LimitStoreDrawing place={layout.limitStore} state={store} levels={levelsOf(store.lane)} {...spoken} />}
      <FlightMarks flights={flights} layout={layout} />
      {flights.sampleOf > 1 && (
        <text x={layout.isNarrow ? 12 : 24} y={height - 10} fontSize={12.5} className="fill-ink-3">
          {format(locale, words.drawn, { n: flights.sampleOf })}
        </text>
      )}
    </svg>
  )
}

/** The still picture for a page that does not know its width yet: phones see the narrow one, everyone else the wide one. */
export function StageStills({ subject, words, locale, width = 812 }: Omit<StageStillProps, 'height' | 'className'>) {
  const servers = subject.kind === 'run' ? subject.trace.lanes.filter((lane) => lane.role === 'service').length : subject.config.servers.length
  const height = comfortableHeight(servers)
  return (
    <>
      <StageStill subject={subject} words={words} locale={locale} width={width} height={height} className="max-wide:hidden" />
      <StageStill subject={subject} words={words} locale={locale} width={358} height={height} className="wide:hidden" />
    </>
  )
}

function FlightMarks({ flights, layout }: { flights: Flights; layout: StageLayout }) {
  return flightKinds.flatMap((kind) => {
    const { count, places, opacity, attempt } = flights.columns[kind]
    return Array.from({ length: count }, (_, at) => (
      <MarkAt
        key={`${kind} ${at}`} kind={kind} x={places[2 * at]!} y={places[2 * at + 1]!} size={layout.markSize}
        {...(opacity[at]! < 1 ? { opacity: opacity[at]! } : {})} {...(kind === 'retry' ? { attempt: attempt[at]! } : {})}
      />
    ))
  })
}

function systemOf(subject: StageSubject): SystemState {
  if (subject.kind === 'armed') return armedState(subject.config)
  return subject.row === undefined ? stateAt(subject.trace, subject.index, subject.atUs) : stateAtRow(subject.trace, subject.index, subject.row)
}
