/**
 * The bench as a link. It stands in the fragment, so no server ever sees it. Whoever sends one is a stranger: what comes in passes
 * length, alphabet, text and schema, in this order. Nothing here throws.
 */

import * as z from 'zod/mini'
import { problemsOf, readLimiter, TIME_UNITS, writeLimiter } from '@/components/simulation/arrival-tools.ts'
import type { LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import type { TimeUnit } from '@/simulations/scenario/arrival-text.ts'

export interface BenchState {
  readonly text: string
  readonly unit: TimeUnit
  readonly specs: readonly [LimiterSpec, LimiterSpec]
}

export const ARRIVALS_PREFIX = 'a='
export const LONGEST_LINK = 24 * 1024

const limiter = z.string().check(z.maxLength(200))
const schema = z.strictObject({ t: z.string().check(z.maxLength(LONGEST_LINK)), u: z.enum(TIME_UNITS), l: limiter, r: limiter })

/** The fragment for a state, without its "#"; null when it would be too long. */
export function encodeArrivals({ text, unit, specs }: BenchState): string | null {
  if (text.length > LONGEST_LINK) return null
  const bytes = new TextEncoder().encode(JSON.stringify({ t: text, u: unit, l: writeLimiter(specs[0]), r: writeLimiter(specs[1]) }))
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  const code = btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return code.length > LONGEST_LINK ? null : ARRIVALS_PREFIX + code
}

/** Null: not a state of the bench. */
export function decodeArrivals(fragment: string): BenchState | null {
  const code = fragment.replace(/^#/, '')
  if (!code.startsWith(ARRIVALS_PREFIX)) return null
  const body = code.slice(ARRIVALS_PREFIX.length)
  if (body.length > LONGEST_LINK || !/^[A-Za-z0-9_-]+$/.test(body)) return null
  try {
    const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    const parsed = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    if (!parsed.success) return null
    const { t, u, l, r } = parsed.data
    const [left, right] = [readLimiter(l), readLimiter(r)]
    if (left === null || right === null || problemsOf(left).length + problemsOf(right).length > 0) return null
    return { text: t, unit: u, specs: [left, right] }
  } catch {
    return null
  }
}
