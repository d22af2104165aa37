/**
 * Reads a link. Whoever sends one is a stranger: what comes in passes length, alphabet, text, depth and schema, in this order, and a
 * new object is built from known entries only. Nothing here throws.
 */

import * as z from 'zod/mini'
import { placementCommandSchema } from '@/simulations/scenario/placement-commands.ts'
import { commandSchema, MAX_INTERVENTIONS } from '@/simulations/scenario/traffic-commands.ts'
import type { WrittenIntervention } from './run.ts'
import { PREFIX, type SharedReading } from './share.ts'
import { VIEWS } from './views.ts'

const MAX_LENGTH = 16 * 1024
const MAX_DEPTH = 32
const MAX_KNOBS = 64
const HOUR_US = 3_600_000_000

const path = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,15}(\.[a-z][a-z0-9-]{0,15}){0,5}$/))
const scalar = z.union([z.string().check(z.maxLength(40)), z.number(), z.boolean()])
const instant = z.number().check(z.minimum(0), z.maximum(HOUR_US))

const schema = z.strictObject({
  n: z.string().check(z.regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/)),
  e: z.int().check(z.minimum(0), z.maximum(1_000_000)),
  r: z.int().check(z.minimum(0), z.maximum(4_294_967_295)),
  o: z.optional(z.record(path, scalar)),
  i: z.optional(z.array(z.strictObject({ at: instant, do: z.union([commandSchema, placementCommandSchema]) })).check(z.maxLength(MAX_INTERVENTIONS))),
  t: instant,
  x: z.optional(z.number().check(z.minimum(0.01), z.maximum(100))),
  w: z.optional(z.enum(VIEWS)),
})

export function decodeShared(fragment: string): SharedReading {
  const code = fragment.replace(/^#/, '').slice(PREFIX.length)
  if (code.length > MAX_LENGTH) return refused('too-long')
  if (!/^[A-Za-z0-9_-]+$/.test(code) || code.length % 4 === 1) return refused('alphabet')
  let text: string
  try {
    const bytes = Uint8Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refused('text')
  }
  if (depthOf(text) > MAX_DEPTH) return refused('depth')
  if (text.includes('__proto__')) return refused('content', '__proto__') // Parsers differ in what they do with it; no state of ours has it.
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return refused('json')
  }
  const parsed = schema.safeParse(raw)
  if (!parsed.success) return refused('content', parsed.error.issues[0]?.path.map(String).join('.').slice(0, 60) ?? '')
  const { n, e, r, o = {}, i = [], t, x = 0.25, w = 'stage' } = parsed.data
  if (Object.keys(o).length > MAX_KNOBS) return refused('content', 'o')
  const interventions: WrittenIntervention[] = i.map(({ at, do: command }) => ({ at: Math.round(at), do: command }))
  return { ok: true, state: { scenario: n, engine: e, seed: r, overrides: { ...o }, interventions, atUs: t, speed: x, view: w } }
}

function refused(reason: Exclude<SharedReading, { ok: true }>['reason'], where = ''): SharedReading {
  return { ok: false, reason, where: where === '' ? '?' : where }
}

/** How deeply brackets nest, counted before anything is parsed. Brackets inside texts count too: that only refuses more. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const letter of text) {
    if (letter === '[' || letter === '{') deepest = Math.max(deepest, ++depth)
    else if (letter === ']' || letter === '}') depth--
  }
  return deepest
}
