/**
 * Throughput by number of servers: what the runs gave, the curve fitted to it, and where the curve turns. Drawn when the site is built;
 * words stand at what they name, and a table says the same.
 */

import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Scaling } from '@/lib/content/scaling.ts'
import { throughputAt } from '@/lib/content/usl.ts'
import { writeQuantity } from './quantity-words.ts'
import type { LessonWords } from './reader-context.tsx'

const WIDTH = 400
const LEFT = 34
const RIGHT = 388
const TOP = 26
const BASE = 232
const HEIGHT = 268
const CURVE_STEP = 0.1

export function ScalingChart({ scaling, locale, words: { scaling: words } }: { scaling: Scaling; locale: Locale; words: LessonWords }) {
  const { measured, fit } = scaling
  const most = measured.at(-1)!.n
  const top = roundUp(1.12 * measured.reduce((max, { perSecond }) => Math.max(max, perSecond), 0))
  const x = (n: number) => round(LEFT + ((RIGHT - LEFT) * n) / (most + 0.4))
  const y = (perSecond: number) => round(BASE - ((BASE - TOP) * perSecond) / top)
  const curve = Array.from({ length: Math.round(most / CURVE_STEP) + 1 }, (_, i) => i * CURVE_STEP).map((n) => `${x(n)} ${y(throughputAt(fit, n))}`)
  // One machine's throughput times N, as far as it stays on the picture.
  const alone = Math.min(most, (top * 0.98) / fit.lambda)
  const number = (value: number) => formatNumber(locale, value)
  const figures = {
    lambda: writeQuantity(locale, fit.lambda, 'rate'), alpha: fit.alpha.toFixed(3), beta: fit.beta.toFixed(3), peak: number(Number(fit.peak.toFixed(1))), fit: formatNumber(locale, fit.rSquared, 'percent'),
  }
  const hasPeak = fit.peak <= most
  const best = measured.reduce((high, one) => (one.perSecond > high.perSecond ? one : high))
  const last = measured.at(-1)!
  return (
    <figure className="lesson-scaling my-5 max-w-[34rem]">
      <figcaption className="mb-2 text-15 leading-snug text-ink">
        {formatWith(locale, words.title, { best: best.n, most: writeQuantity(locale, best.perSecond, 'rate'), last: last.n, least: writeQuantity(locale, last.perSecond, 'rate') })}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={formatWith(locale, words.label, figures)} className="drawn block h-auto w-full">
        {ticks(top).map((value) => (
          <g key={value}>
            <path d={`M${LEFT} ${y(value)}H${RIGHT}`} className={value === 0 ? 'stroke-ink' : 'stroke-line'} strokeWidth={value === 0 ? 1.5 : 1} />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" fontSize={12} className="fill-ink-2 tabular-nums">{number(value)}</text>
          </g>
        ))}
        <text x={2} y={14} fontSize={12} className="fill-ink-2">{words.perSecond}</text>
        <path d={`M${x(0)} ${y(0)}L${x(alone)} ${y(alone * fit.lambda)}`} className="fill-none stroke-ink-3" strokeWidth={1.2} strokeDasharray="4 4" />
        <text x={x(alone) + 5} y={y(alone * fit.lambda) + 5} fontSize={12} className="fill-ink-2">{words.alone}</text>
        {hasPeak && (
          <>
            <path d={`M${x(fit.peak)} ${y(throughputAt(fit, fit.peak))}V${BASE}`} className="stroke-ink" strokeWidth={1} strokeDasharray="3 3" />
            <text x={x(fit.peak) + 5} y={BASE - 10} fontSize={12.5} className="fill-ink">{formatWith(locale, words.peak, { peak: figures.peak })}</text>
          </>
        )}
        <path d={`M${curve.join('L')}`} className="fill-none stroke-req" strokeWidth={2} />
        {measured.map(({ n, perSecond }) => <circle key={n} cx={x(n)} cy={y(perSecond)} r={3.6} className="fill-sheet stroke-ink" strokeWidth={1.6} />)}
        <text x={RIGHT} y={y(throughputAt(fit, most)) + 24} textAnchor="end" fontSize={12.5} className="fill-ink">{words.measured}</text>
        <text x={RIGHT} y={y(throughputAt(fit, most * 0.75)) - 18} textAnchor="end" fontSize={12.5} className="fill-req">{words.curve}</text>
        {measured.filter(({ n }) => n === 1 || n % 2 === 0).map(({ n }) => (
          <text key={n} x={x(n)} y={BASE + 17} textAnchor="middle" fontSize={12} className="fill-ink-2 tabular-nums">{number(n)}</text>
        ))}
        <text x={RIGHT} y={HEIGHT - 2} textAnchor="end" fontSize={12} className="fill-ink-2">{words.servers}</text>
      </svg>
      <p className="mt-1 text-14 leading-snug text-ink-2">{formatWith(locale, words.figures, figures)}</p>
      <details className="lesson-aside">
        <summary>{words.table}</summary>
        <div className="lesson-table">
          <table>
            <thead>
              <tr><th scope="col">{words.servers}</th><th scope="col">{words.measured}</th><th scope="col">{words.curve}</th></tr>
            </thead>
            <tbody>
              {measured.map(({ n, perSecond }) => (
                <tr key={n}><th scope="row">{number(n)}</th><td>{writeQuantity(locale, perSecond, 'rate')}</td><td>{writeQuantity(locale, throughputAt(fit, n), 'rate')}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** The next of 10, 20, 25, 50, 100, 120 … that is not below. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value)!
}

function ticks(top: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].find((one) => top / one <= 6) ?? top
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
