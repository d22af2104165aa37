/** The machines and links of the stage as SVG. No state and no browser: the live stage, the still picture and the print share it. */

import { format, formatNumber } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { MarkAt } from '@/components/marks/mark.tsx'
import { NodeGlyph, type GlyphCondition } from '@/components/marks/node-glyph.tsx'
import { stackStep } from '@/components/marks/node-geometry.ts'
import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import { fitFacts, isAside, policyName, serverFacts, type FactTone, type LaneDetails, type StageWords } from './describe-lane.ts'
import { NAME_SIZE, WORDS_SIZE, type LinkPlace, type NodePlace, type ServerForm, type StageLayout } from './layout.ts'
import { cutText, textWidth, wrapText } from './text-fit.ts'

interface Spoken {
  readonly words: StageWords
  readonly locale: Locale
}

const tones: Record<FactTone, string> = { broken: 'fill-fail-text', held: 'fill-wait-text', plain: 'fill-ink-2' }

/** Words that a link may pass under keep a rim of the surface around them. */
const halo = { strokeWidth: 4, strokeLinejoin: 'round', paintOrder: 'stroke' } as const

/** Distance between two marks inside a machine, and their size. */
const PITCH = 12
const INNER_MARK = 9.5
/** Rings drawn one by one; more become a number. */
const MOST_RINGS = 8

/** Coordinates are those of the stage; a node that stands elsewhere is moved by its parent. */
export function ClientsDrawing({ place, waiting, pace, isArmed, words, locale }: Spoken & { place: NodePlace; waiting: number; pace: number; isArmed: boolean }) {
  const { glyph } = place
  const x = glyph.x + glyph.w / 2
  const below = pace === 1 ? format(locale, words.facts.waiting, { n: waiting }) : format(locale, words.facts.pace, { factor: pace })
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role="client" w={glyph.w} h={glyph.h} />
      </g>
      {!isArmed && (
        <text x={x} y={glyph.y + glyph.h / 2 + 6} textAnchor="middle" fontSize={17} fontWeight={600} className="fill-ink tabular-nums">
          {compact(waiting, locale)}
        </text>
      )}
      <Caption x={x} y={glyph.y + glyph.h + 19} name={words.nodes.clients} text={isArmed ? '' : below} width={place.textWidth} />
    </>
  )
}

export function BalancerDrawing({ place, held, policy, words, locale }: Spoken & { place: NodePlace; held: number; policy: SystemState['policy'] }) {
  const { glyph } = place
  const x = glyph.x + glyph.w / 2
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role="balancer" w={glyph.w} h={glyph.h} />
      </g>
      {held > 0 && (
        <>
          <MarkAt kind="waiting" x={x + 1} y={glyph.y + glyph.h / 2 - 9} size={11} />
          <text x={x + 1} y={glyph.y + glyph.h / 2 + 12} textAnchor="middle" fontSize={13.5} fontWeight={600} className="fill-wait-text tabular-nums">
            {compact(held, locale)}
          </text>
        </>
      )}
      <Caption x={x} y={glyph.y + glyph.h + 17} name={words.nodes.balancer} text={policyName(policy, words)} width={place.textWidth} />
    </>
  )
}

function Caption({ x, y, name, text, width }: { x: number; y: number; name: string; text: string; width: number }) {
  return (
    <>
      <text x={x} y={y} textAnchor="middle" fontSize={NAME_SIZE} fontWeight={600} className="fill-ink stroke-sheet" {...halo}>
        {name}
      </text>
      {text !== '' &&
        wrapText(text, WORDS_SIZE, width, width < 120 ? 3 : 2).map((line, number) => (
          <text key={number} x={x} y={y + 16 + number * 15} textAnchor="middle" fontSize={WORDS_SIZE} className="fill-ink-3 stroke-sheet" {...halo}>
            {line}
          </text>
        ))}
    </>
  )
}

export function ServerDrawing({ place, form, state, details, words, locale }: Spoken & { place: NodePlace; form: ServerForm; state: LaneState; details: LaneDetails }) {
  const { glyph } = place
  const condition: GlyphCondition = !state.running ? 'stopped' : isAside(state) ? 'aside' : 'working'
  // Where the link itself carries the words, they are not said twice.
  const facts = serverFacts(form === 'around' ? { ...state, link: 'ok' } : state, details, words, locale)
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role={state.role} w={glyph.w} h={glyph.h} condition={condition} />
        {state.running && <Inside state={state} w={glyph.w} h={glyph.h} locale={locale} />}
        {!state.running && <MarkAt kind="lost" x={glyph.w / 2} y={glyph.h / 2} size={Math.min(14, glyph.h - 3)} />}
      </g>
      <ServerWords place={place} form={form} name={state.id} facts={facts} isStopped={!state.running} />
    </>
  )
}

/** What all servers ask. It stands on a double foot: what it holds survives a restart. */
export function DatabaseDrawing({ place, state, words, locale }: Spoken & { place: NodePlace; state: LaneState }) {
  const { glyph } = place
  const isFull = state.queueCapacity > 0 && state.queued >= state.queueCapacity
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role="store" w={glyph.w} h={glyph.h} />
        <Inside state={state} w={glyph.w} h={glyph.h} locale={locale} />
      </g>
      <Caption x={glyph.x + glyph.w / 2} y={glyph.y + glyph.h + 25} name={words.nodes.database} text={isFull ? words.facts.queueFull : ''} width={place.textWidth} />
    </>
  )
}

function ServerWords({ place, form, name, facts, isStopped }: {
  place: NodePlace; form: ServerForm; name: string; facts: ReturnType<typeof serverFacts>; isStopped: boolean
}) {
  const { glyph, textWidth: width } = place
  const nameClass = `${isStopped ? 'fill-ink-3' : 'fill-ink'} stroke-sheet`
  if (form === 'around') {
    return (
      <>
        <text x={glyph.x} y={glyph.y - 2 * stackStep(glyph.h) - 4} fontSize={NAME_SIZE} fontWeight={600} className={nameClass} {...halo}>{name}</text>
        <FactLine x={glyph.x} y={glyph.y + glyph.h + 15} facts={fitFacts(facts, WORDS_SIZE, width)} />
      </>
    )
  }
  const x = glyph.x + glyph.w + 2 * stackStep(glyph.h) + 7
  const middle = glyph.y + glyph.h / 2
  if (form === 'beside') {
    return (
      <>
        <text x={x} y={facts.length === 0 ? middle + 4.5 : middle - 2} fontSize={NAME_SIZE} fontWeight={600} className={nameClass} {...halo}>{name}</text>
        <FactLine x={x} y={middle + 13} facts={fitFacts(facts, WORDS_SIZE, width)} />
      </>
    )
  }
  // Most of the room is for what is the case; a short name is never cut for it.
  const shown = cutText(name, NAME_SIZE, Math.max(width * 0.6, Math.min(width, 28)))
  const nameWidth = textWidth(shown, NAME_SIZE) + 7
  return (
    <>
      <text x={x} y={middle + 4.5} fontSize={NAME_SIZE} fontWeight={600} className={nameClass} {...halo}>{shown}</text>
      <FactLine x={x + nameWidth} y={middle + 4.5} facts={fitFacts(facts, WORDS_SIZE, width - nameWidth)} />
    </>
  )
}

function FactLine({ x, y, facts }: { x: number; y: number; facts: ReturnType<typeof fitFacts> }) {
  if (facts.length === 0) return null
  return (
    <text x={x} y={y} fontSize={WORDS_SIZE} className="stroke-sheet" {...halo}>
      {facts.map((fact, number) => (
        <tspan key={number} className={tones[fact.tone]}>{`${number === 0 ? '' : ', '}${fact.text}`}</tspan>
      ))}
    </text>
  )
}

/** Workers as slots on the right, the queue as rings before them: whoever stands nearest to the workers is next. */
function Inside({ state, w, h, locale }: { state: LaneState; w: number; h: number; locale: Locale }) {
  const rows = h >= 27 ? 2 : 1
  const middle = h / 2
  const maxColumns = w >= 100 ? 4 : 2
  const hasSlots = state.workers <= maxColumns * rows
  const columns = Math.ceil(state.workers / rows)
  const inFull = `${formatNumber(locale, state.serving)}/${formatNumber(locale, state.workers)}`
  const busy = w >= 100 ? inFull : compact(state.serving, locale)
  const workersWidth = hasSlots ? columns * PITCH : textWidth(busy, 12.5) + INNER_MARK + 6
  const divider = w - workersWidth - 8
  const ringColumns = Math.min(MOST_RINGS / rows, Math.floor((divider - 6) / PITCH))
  return (
    <>
      <path d={`M${round(divider)} 5V${h - 5}`} className="fill-none stroke-line" strokeWidth={1} />
      {hasSlots
        ? Array.from({ length: state.workers }, (_, slot) => {
            const x = divider + 4 + PITCH / 2 + (slot % columns) * PITCH
            const y = middle + (Math.floor(slot / columns) - (Math.min(rows, Math.ceil(state.workers / columns)) - 1) / 2) * PITCH
            return slot < state.serving ? (
              <MarkAt key={slot} kind="request" x={x} y={y} size={INNER_MARK} />
            ) : (
              <circle key={slot} cx={round(x)} cy={round(y)} r={3.1} className="fill-none stroke-edge" strokeWidth={1} />
            )
          })
        : (
            <>
              <MarkAt kind="request" x={divider + 4 + PITCH / 2} y={middle} size={INNER_MARK} />
              <text x={round(divider + 4 + PITCH + 1)} y={round(middle + 4.5)} fontSize={12.5} fontWeight={600} className="fill-ink tabular-nums">{busy}</text>
            </>
          )}
      <Queue queued={state.queued} right={divider - 4} middle={middle} rows={rows} columns={ringColumns} locale={locale} />
    </>
  )
}

function Queue({ queued, right, middle, rows, columns, locale }: { queued: number; right: number; middle: number; rows: number; columns: number; locale: Locale }) {
  if (queued === 0) return null
  if (queued > rows * columns) {
    const count = compact(queued, locale)
    const width = textWidth(count, 13)
    return (
      <>
        <MarkAt kind="waiting" x={right - width - 9} y={middle} size={10.5} />
        <text x={round(right - 2)} y={round(middle + 4.5)} textAnchor="end" fontSize={13} fontWeight={600} className="fill-wait-text tabular-nums">{count}</text>
      </>
    )
  }
  const used = Math.min(rows, queued)
  return Array.from({ length: queued }, (_, ring) => (
    <MarkAt key={ring} kind="waiting" x={right - PITCH / 2 - Math.floor(ring / used) * PITCH} y={middle + ((ring % used) - (used - 1) / 2) * PITCH} size={INNER_MARK} />
  ))
}

/** How a link is drawn: whole, thin where nothing is sent, or cut in two. Dashed means what it means everywhere: can be lost. */
export type LinkCondition = 'ok' | 'aside' | 'cut' | 'slow'

export function linkCondition(state: LaneState): LinkCondition {
  return state.link === 'ok' && (isAside(state) || !state.running) ? 'aside' : state.link
}

/** The link to the database is never cut; nobody asks over it while its server is down. */
export function queryCondition(state: LaneState): LinkCondition {
  return state.running ? 'ok' : 'aside'
}

export function LinkDrawing({ place, condition, label }: { place: LinkPlace; condition: LinkCondition; label: string }) {
  const { x1, y1, x2, y2 } = place
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length]
  const at = (along: number) => `${round(x1 + ux * along)} ${round(y1 + uy * along)}`
  // A message on a cut link is lost halfway: its cross stands in the gap.
  const gap = length / 2
  const half = 10
  if (condition !== 'cut') {
    return (
      <>
        <path d={`M${at(0)}L${at(length)}`} className={`fill-none ${condition === 'aside' ? 'stroke-line' : 'stroke-ink-3'}`} strokeWidth={1.2} />
        {label !== '' && <LinkLabel x={x1 + ux * gap} y={y1 + uy * gap - 7} text={label} className="fill-wait-text" />}
      </>
    )
  }
  const bar = (along: number) => `M${round(x1 + ux * along - uy * 6)} ${round(y1 + uy * along + ux * 6)}L${round(x1 + ux * along + uy * 6)} ${round(y1 + uy * along - ux * 6)}`
  return (
    <>
      <path d={`M${at(0)}L${at(gap - half)}M${at(gap + half)}L${at(length)}`} className="fill-none stroke-ink-3" strokeWidth={1.2} strokeDasharray="5 4" />
      <path d={bar(gap - half) + bar(gap + half)} className="fill-none stroke-fail" strokeWidth={2} />
      {label !== '' && <LinkLabel x={x1 + ux * gap} y={y1 + uy * gap - 15} text={label} className="fill-fail-text" />}
    </>
  )
}

function LinkLabel({ x, y, text, className }: { x: number; y: number; text: string; className: string }) {
  return (
    <text x={round(x)} y={round(y)} textAnchor="middle" fontSize={WORDS_SIZE} fontWeight={600} className={`${className} stroke-sheet`} {...halo}>
      {text}
    </text>
  )
}

/** Words on a link; only where there is room beside it. */
export function linkLabel(layout: StageLayout, state: LaneState, details: LaneDetails, words: StageWords, locale: Locale): string {
  if (layout.form !== 'around' || state.link === 'ok') return ''
  return state.link === 'cut' ? words.onLink.cut : format(locale, words.onLink.slow, { factor: details.linkFactor })
}

function compact(value: number, locale: Locale): string {
  return value < 10_000 ? formatNumber(locale, value) : `${formatNumber(locale, Math.round(value / 1_000))}k`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
