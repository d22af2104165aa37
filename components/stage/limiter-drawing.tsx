/** A node of a limiter as a vessel with its level, and the store that nodes share. No state and no browser, as the other drawings. */

import { limiterOf, type LimiterWords } from '@/components/families/limiter-words.ts'
import { MarkAt } from '@/components/marks/mark.tsx'
import { NodeGlyph } from '@/components/marks/node-glyph.tsx'
import { levelText } from '@/components/narration/limiter-values.ts'
import { levelsAt, limiterLevels, usedShare, type Level } from '@/components/projection/limiter-levels.ts'
import type { LaneState } from '@/components/projection/traffic-state.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { gaugeOf } from '@/simulations/components/traffic/limiter-rule.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { StageWords } from './describe-lane.ts'
import { NAME_SIZE, WORDS_SIZE, type NodePlace } from './layout.ts'
import { cutText, textWidth } from './text-fit.ts'

interface Spoken {
  readonly words: StageWords
  readonly locale: Locale
}

const halo = { strokeWidth: 4, strokeLinejoin: 'round', paintOrder: 'stroke' } as const
/** Bars for tenants; more become the fullest one. */
const MOST_BARS = 8

/** What the counts of a lane read at an instant; of a system that has not run, what it begins with. None where they live elsewhere. */
export function gateLevels(config: TrafficConfig, trace: Trace | null, lane: number, us: number): readonly Level[] {
  const { limiter } = config
  if (limiter === undefined) return []
  const levels = trace === null ? null : limiterLevels(trace, config)
  if (levels === null) {
    const gauge = gaugeOf(limiter.rule)
    return limiter.counts === 'shared' ? [] : [{ ...gauge, level: gauge.shows === 'left' ? gauge.capacity : 0, key: '' }]
  }
  const isHere = (limiter.counts === 'shared') === (levels.lanes[lane]!.role === 'memory')
  return isHere ? levelsAt(levels, lane, us) : []
}

function fullest(levels: readonly Level[]): Level | undefined {
  return [...levels].sort((a, b) => usedShare(b) - usedShare(a))[0]
}

export function levelWords({ stage }: LimiterWords, locale: Locale, { shows, level, capacity }: Level): string {
  return formatWith(locale, shows === 'left' ? stage.left : stage.used, { level: levelText(locale, level), capacity: formatNumber(locale, capacity) })
}

/** The vessel holds what is left of tokens, or what is used of anything else: it is drawn as people speak of it. */
function Vessel({ levels, w, h }: { levels: readonly Level[]; w: number; h: number }) {
  const shown = levels.length > MOST_BARS ? [fullest(levels)!] : levels
  const slant = w * 0.12
  const inner = 2.5
  const height = h - inner - 2
  const bars = shown.map((level, index) => {
    const share = level.shows === 'left' ? 1 - usedShare(level) : usedShare(level)
    const top = h - inner - height * share
    // The sides lean: each bar is a slice of the vessel.
    const at = (part: number, y: number): number => {
      const lean = slant * (y / h)
      return inner + lean + part * (w - 2 * inner - 2 * lean)
    }
    const [left, right] = [(index + (index === 0 ? 0 : 0.06)) / shown.length, (index + 1 - (index === shown.length - 1 ? 0 : 0.06)) / shown.length]
    const isOut = usedShare(level) > 0.999 || (level.shows === 'left' && level.level < 1)
    const d = `M${round(at(left, top))} ${round(top)}H${round(at(right, top))}L${round(at(right, h - inner))} ${round(h - inner)}H${round(at(left, h - inner))}z`
    return share <= 0.004 ? null : <path key={level.key} d={d} className={isOut && level.shows === 'used' ? 'fill-fail' : 'fill-req'} opacity={0.82} />
  })
  return <>{bars}</>
}

export function LimiterDrawing({ place, state, levels, words, locale }: Spoken & { place: NodePlace; state: LaneState; levels: readonly Level[] }) {
  const { glyph } = place
  const limiter = limiterOf(words)
  if (limiter === null) return null
  const x = glyph.x + glyph.w / 2
  const name = (limiter.lanes as Readonly<Record<string, string>>)[state.id] ?? state.id
  const hasName = glyph.y - place.box.y > 8
  const level = fullest(levels)
  const reads = level === undefined ? '' : levelWords(limiter, locale, level)
  const held = state.held > 0 ? formatWith(locale, limiter.stage.held, { n: state.held }) : ''
  const tone = state.held > 0 ? 'fill-wait-text' : 'fill-ink-3'
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role="limiter" w={glyph.w} h={glyph.h} />
        <Vessel levels={levels} w={glyph.w} h={glyph.h} />
        {state.held > 0 && <MarkAt kind="waiting" x={glyph.w / 2} y={-6} size={10} />}
      </g>
      {hasName && <text x={x} y={glyph.y - (state.held > 0 ? 15 : 5)} textAnchor="middle" fontSize={NAME_SIZE} fontWeight={600} className="fill-ink stroke-sheet" {...halo}>{cutText(name, NAME_SIZE, place.textWidth)}</text>}
      <text x={x} y={glyph.y + glyph.h + 14} textAnchor="middle" fontSize={WORDS_SIZE} className={`${tone} stroke-sheet tabular-nums`} {...halo}>{fit(held === '' ? reads : held, place.textWidth)}</text>
    </>
  )
}

/** Two numbers say the same in less room. */
function fit(text: string, width: number): string {
  if (textWidth(text, WORDS_SIZE) <= width) return text
  const numbers = text.match(/[\d.,]+/g)
  return numbers !== null && numbers.length === 2 ? `${numbers[0]}/${numbers[1]}` : cutText(text, WORDS_SIZE, width)
}

export function LimitStoreDrawing({ place, state, levels, words, locale }: Spoken & { place: NodePlace; state: LaneState; levels: readonly Level[] }) {
  const { glyph } = place
  const limiter = limiterOf(words)
  if (limiter === null) return null
  const x = glyph.x + glyph.w / 2
  const level = fullest(levels)
  const fact = storeFact(limiter, locale, state)
  const text = fact?.text ?? (level === undefined ? '' : levelWords(limiter, locale, level))
  const isWide = glyph.w >= 60
  return (
    <>
      <g transform={`translate(${glyph.x} ${glyph.y})`}>
        <NodeGlyph role="memory" w={glyph.w} h={glyph.h} condition={state.running ? 'working' : 'stopped'} />
        {state.running && levels.length > 0 && <Bars levels={levels} w={glyph.w} h={glyph.h} />}
        {state.queued > 0 && isWide && (
          <>
            <MarkAt kind="waiting" x={-9} y={glyph.h / 2 - 7} size={10} />
            <text x={-5} y={glyph.h / 2 + 13} textAnchor="end" fontSize={12.5} fontWeight={600} className="fill-wait-text stroke-sheet tabular-nums" {...halo}>{formatNumber(locale, state.queued)}</text>
          </>
        )}
        {!state.running && <MarkAt kind="lost" x={glyph.w / 2} y={glyph.h / 2} size={14} />}
      </g>
      <text x={x} y={glyph.y + glyph.h + 15} textAnchor="middle" fontSize={NAME_SIZE} fontWeight={600} className="fill-ink stroke-sheet" {...halo}>{limiter.stage.store}</text>
      {text !== '' && <text x={x} y={glyph.y + glyph.h + 30} textAnchor="middle" fontSize={WORDS_SIZE} className={`${fact === null ? 'fill-ink-3' : fact.isBroken ? 'fill-fail-text' : 'fill-wait-text'} stroke-sheet tabular-nums`} {...halo}>{fit(text, place.textWidth)}</text>}
    </>
  )
}

/** The levels of shared counts, lying down. */
function Bars({ levels, w, h }: { levels: readonly Level[]; w: number; h: number }) {
  const shown = levels.length > MOST_BARS ? [fullest(levels)!] : levels
  const each = (h - 6) / shown.length
  return shown.map((level, index) => {
    const share = level.shows === 'left' ? 1 - usedShare(level) : usedShare(level)
    return <rect key={level.key} x={3} y={round(3 + index * each + (index === 0 ? 0 : 0.6))} width={round((w - 6) * share)} height={round(each - 1)} className="fill-req" opacity={0.82} />
  })
}

/** The worst that is the case with the store. */
function storeFact({ stage }: LimiterWords, locale: Locale, state: LaneState): { readonly text: string; readonly isBroken: boolean } | null {
  if (!state.running) return { text: stage.stopped, isBroken: true }
  if (state.link === 'cut') return { text: stage.cut, isBroken: true }
  if (state.slowness > 1) return { text: formatWith(locale, stage.slower, { factor: formatNumber(locale, state.slowness) }), isBroken: false }
  if (state.queued > 0) return { text: formatWith(locale, stage.waiting, { n: formatNumber(locale, state.queued) }), isBroken: false }
  return null
}

/** The accessible name of a machine of the limiter. */
export function describeGate(state: LaneState, levels: readonly Level[], words: StageWords, locale: Locale): string {
  const limiter = limiterOf(words)
  if (limiter === null) return state.id
  const reads = levels.map((level) => `${level.key === '' || level.key === 'everybody' ? '' : `${level.key} `}${levelWords(limiter, locale, level)}`)
  if (state.role === 'memory') {
    const fact = storeFact(limiter, locale, state)
    return [limiter.stage.store, ...(fact === null ? [] : [fact.text]), ...reads].join(', ')
  }
  const name = (limiter.lanes as Readonly<Record<string, string>>)[state.id] ?? state.id
  return formatWith(locale, limiter.narration.limiter, { name, reads: reads.join(', '), held: state.held, admitted: state.answered, throttled: state.refused })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
