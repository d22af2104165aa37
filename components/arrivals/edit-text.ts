/** Changes to a text of arrivals, line by line: what is drawn is written, so that the text stays the only truth. */

import { NO_KEY, readArrivals } from '@/components/simulation/arrival-tools.ts'
import type { Arrivals } from '@/simulations/components/arrival-bench/arrivals.ts'
import type { TimeUnit } from '@/simulations/scenario/arrival-text.ts'

/** From here on times are written as dates. */
const FAR_US = 3_600_000_000

/** "120 ms", "0.25 ms", or a date. */
function writeTime(us: number): string {
  if (us < FAR_US) return us % 1_000 === 0 ? `${us / 1_000} ms` : `${(us / 1_000).toFixed(3)} ms`
  const seconds = Math.floor(us / 1_000_000)
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${String(us - seconds * 1_000_000).padStart(6, '0').replace(/0{3}$/, '')}Z`
}

/** Adds an arrival behind the last one that is not later. */
export function placeArrival(text: string, unit: TimeUnit, atUs: number, rest = ''): string {
  const lines = linesOf(text)
  const arrivals = read(text, unit)
  let after = 0
  for (let i = 0; i < arrivals.count; i++) if (arrivals.atUs[i]! <= atUs) after = Math.max(after, arrivals.line[i]!)
  if (after === 0 && arrivals.count > 0) after = arrivals.line[0]! - 1
  if (arrivals.count === 0) after = lines.length
  lines.splice(after, 0, `${writeTime(atUs)}${rest}`)
  return lines.join('\n')
}

/** The arrivals of a text near an instant: their numbers and lines. */
export function arrivalsNear(text: string, unit: TimeUnit, us: number, reachUs: number): readonly { readonly i: number; readonly line: number }[] {
  const { count, atUs, line } = read(text, unit)
  return Array.from({ length: count }, (_, i) => ({ i, line: line[i]! })).filter(({ i }) => Math.abs(atUs[i]! - us) <= reachUs)
}

/** Takes the line of an arrival away. Lines count from 1. */
export function removeLine(text: string, line: number): string {
  const lines = linesOf(text)
  lines.splice(line - 1, 1)
  return lines.join('\n')
}

/** Gives arrival `i` another time, and its line the place that goes with it. Whom it is of, its cost and its comment stay. */
export function moveArrival(text: string, unit: TimeUnit, i: number, atUs: number): string {
  const arrivals = read(text, unit)
  const line = arrivals.line[i]!
  const comment = /\s#.*$/.exec(linesOf(text)[line - 1] ?? '')?.[0] ?? ''
  return placeArrival(removeLine(text, line), unit, atUs, `${restOf(arrivals, i)}${comment}`)
}

/** Every arrival in order of time; what is no arrival goes to the end. */
export function sortByTime(text: string, unit: TimeUnit): string {
  const lines = linesOf(text)
  const arrivals = read(text, unit)
  const order = Array.from({ length: arrivals.count }, (_, i) => i).sort((a, b) => arrivals.atUs[a]! - arrivals.atUs[b]! || a - b)
  const own = new Set(arrivals.line)
  return [...order.map((i) => lines[arrivals.line[i]! - 1]!), ...lines.filter((_, at) => !own.has(at + 1))].join('\n')
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function read(text: string, unit: TimeUnit): Arrivals {
  const reading = readArrivals(text, unit)
  if (!reading.ok) throw new Error('a text that is drawn on is short')
  return reading.text.arrivals
}

function restOf({ key, keys, cost }: Arrivals, i: number): string {
  const name = keys[key[i]!]!
  const separator = /[\s,;=]/.test(name) ? ', ' : ' '
  const client = name === NO_KEY ? '' : name === '' ? ' key=' : `${separator}${name}`
  if (cost[i] === 1) return client
  return separator === ', ' ? `${client}, ${cost[i]}` : `${client} cost=${cost[i]}`
}
