/** Places on the axis of a prediction, and the steps in which a hand or a key moves along it. Pure: tested without a screen. */

import type { Axis } from '@/lib/content/quantities.ts'

/** 0 at the left end, 1 at the right one. */
export function placeOf({ from, to, scale }: Axis, value: number): number {
  const share = scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
  return Math.min(1, Math.max(0, share))
}

/** The round value at a place. */
export function valueAt(axis: Axis, place: number): number {
  const { from, to, scale } = axis
  const share = Math.min(1, Math.max(0, place))
  const raw = scale === 'log' ? from * Math.exp(share * Math.log(to / from)) : from + share * (to - from)
  return clampTo(axis, roundTo(raw, scale === 'log' ? fineness(raw) : stepOf(axis)))
}

/** One step of a linear axis: a hundredth of it, rounded to 1, 2 or 5. */
export function stepOf({ from, to }: Axis): number {
  const wanted = (to - from) / 100
  const power = 10 ** Math.floor(Math.log10(wanted) + 1e-9)
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.999) ?? 10)
}

/** Two digits. */
function fineness(value: number): number {
  return 10 ** (Math.floor(Math.log10(value) + 1e-9) - 1)
}

function roundTo(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12))
}

/** `steps` to the right (or left); on a logarithmic axis a step is a hundredth of its length, but at least one round value. */
export function moveBy(axis: Axis, value: number, steps: number): number {
  if (axis.scale === 'linear') return clampTo(axis, roundTo(value + steps * stepOf(axis), stepOf(axis)))
  const next = valueAt(axis, placeOf(axis, value) + steps / 100)
  if (next !== value) return next
  return clampTo(axis, roundTo(value + Math.sign(steps) * fineness(value), fineness(value)))
}

export function clampTo({ from, to }: Axis, value: number): number {
  return Math.min(to, Math.max(from, value))
}

export interface AxisTick {
  readonly value: number
  readonly isMajor: boolean
}

/** Major ticks carry a number; minor ones show that an axis is logarithmic. */
export function ticksOf(axis: Axis): readonly AxisTick[] {
  const { from, to, scale } = axis
  if (scale === 'linear') {
    const step = stepOf({ ...axis, to: from + (to - from) * 20 })
    const count = Math.round((to - from) / step)
    return Array.from({ length: count + 1 }, (_, at) => ({ value: Number((from + at * step).toPrecision(12)), isMajor: true }))
      .flatMap((tick, at, all) => (at + 1 < all.length ? [tick, { value: tick.value + step / 2, isMajor: false }] : [tick]))
  }
  const ticks: AxisTick[] = []
  for (let power = 10 ** Math.floor(Math.log10(from) + 1e-9); power <= to; power *= 10) {
    for (let digit = 1; digit < 10; digit++) {
      const value = Number((digit * power).toPrecision(12))
      if (value >= from * 0.999 && value <= to * 1.001) ticks.push({ value, isMajor: digit === 1 })
    }
  }
  return ticks
}

/** What was typed on an axis in the unit it shows: per cent for shares, milliseconds for durations. */
export function typedValue(axis: Axis, digits: string): number | null {
  const typed = Number(digits)
  if (digits === '' || !Number.isFinite(typed)) return null
  const value = axis.unit === 'share' ? typed / 100 : axis.unit === 'duration' ? typed * (axis.to >= 10_000_000 ? 1_000_000 : 1_000) : typed
  return clampTo(axis, value)
}
