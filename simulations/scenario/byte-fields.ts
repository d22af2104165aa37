/**
 * What: sizes and rates of data as people write them, "2 kB" and "20 MB/s", read into whole bytes.
 * Why: a size without a unit is a factor of a thousand away from what was meant.
 *
 * Source: decimal prefixes of the SI, as networks and disks are sold; 1 kB is 1,000 bytes.
 */

import * as z from 'zod/mini'
import { clip, issueOf, wrong, type Flaw } from './problems.ts'

const FACTOR: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 }
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB)(\/s)?$/

interface Limits {
  readonly min: number
  readonly max: number
}

export function bytes(limits: Limits) {
  return sized(limits, false)
}

/** A second. */
export function byteRate(limits: Limits) {
  return sized(limits, true)
}

function sized({ min, max }: Limits, isRate: boolean) {
  return z.pipe(z.unknown(), z.transform((raw, context): number => {
    const match = typeof raw === 'string' ? SIZE.exec(raw.trim()) : null
    const value = match === null || (match[3] !== undefined) !== isRate ? NaN : Math.round(Number(match[1]) * FACTOR[match[2]!]!)
    if (value >= min && value <= max) return value
    const flaw: Flaw = Number.isNaN(value)
      ? wrong(isRate ? 'not-byte-rate' : 'not-size', { written: clip(typeof raw === 'string' || typeof raw === 'number' ? String(raw) : '…') }).flaw
      : wrong('out-of-range', { value: write(value, isRate), min: write(min, isRate), max: write(max, isRate) }).flaw
    context.issues.push(issueOf(flaw, raw))
    return z.NEVER
  }))
}

function write(value: number, isRate: boolean): string {
  const unit = value >= FACTOR.GB! ? 'GB' : value >= FACTOR.MB! ? 'MB' : value >= FACTOR.kB! ? 'kB' : 'B'
  return `${value / FACTOR[unit]!} ${unit}${isRate ? '/s' : ''}`
}
