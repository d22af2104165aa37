/**
 * What: instants of a run as authors name them: `first(server.stopped)`, `request.timed-out[3]`, `worst(latency on s3).queued`,
 * `4.2 s`, `end - 500 ms`.
 * Why: a step is bound to what happens and not to a number that another seed or knob would make wrong.
 *
 * Grammar:   moment := (time | 'start' | 'end' | event '[' n ']' | ('first'|'last') '(' event ['on' machine] ['after' time] ')'
 *                      | ('worst'|'typical') '(' 'latency' ['on' server|class] ')' | 'worst' '(' 'queue' ['on' server] ')') ['.' stage] (('+'|'-') time)*
 */

import { rowAt } from '@/components/projection/lookup.ts'
import { PLACEMENT_VOCABULARY } from '@/simulations/components/placement/vocabulary.ts'
import { SPAN, SHARDED_VOCABULARY, type EventName } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import { deepest, type Run } from './metrics.ts'
import type { PlacedRun } from './placement-metrics.ts'
import { closestOf } from './near.ts'
import { scanQuantity, WritingError } from './quantities.ts'

/** Where in the life of a request: `worst(latency).queued`. */
const STAGES: Readonly<Record<string, readonly EventName[]>> = {
  sent: ['request.sent'], forwarded: ['request.forwarded'], queued: ['request.queued'], started: ['request.started'], answered: ['request.answered'],
  received: ['answer.received', 'refusal.received', 'request.timed-out'],
}

type Base =
  | { readonly kind: 'time'; readonly us: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'event'; readonly event: string; /** From 1; -1 is the last. */ readonly number: number; readonly on: string | null; readonly afterUs: number }
  | { readonly kind: 'latency'; readonly which: 'worst' | 'typical'; readonly on: string | null }
  | { readonly kind: 'queue'; readonly on: string | null }

export interface Moment {
  readonly base: Base
  readonly stage: string | null
  readonly shiftUs: number
}

/** A moment found in a run. */
export interface Found {
  readonly atUs: number
  /** The log row after which the picture stands. */
  readonly row: number
  /** The request it is about, or -1. */
  readonly request: number
  readonly lane: number
}

const EVENTS = [...new Set([...SHARDED_VOCABULARY.events, ...PLACEMENT_VOCABULARY.events].map(({ name }) => name))]

export function parseMoment(text: string, machines: readonly string[] = []): Moment {
  const match = /^\s*(\d[^+-]*?|[a-z][a-z.-]*\s*\[[^\]]*\]|[a-z]+\s*\([^)]*\)|[a-z][a-z.-]*)\s*(?:\.([a-z]+))?\s*((?:[+-]\s*\d[^+-]*)*)$/.exec(text)
  if (match === null) throw new WritingError(`"${text}" is no instant; write "first(server.stopped)", "request.timed-out[3]", "worst(latency)", "4.2 s" or "end"`, 0)
  const [, written = '', stage = null, shifts = ''] = match
  const base = parseBase(written.trim(), text, machines)
  if (stage !== null && !Object.hasOwn(STAGES, stage)) {
    throw new WritingError(`a request is never "${stage}"; it is ${Object.keys(STAGES).join(', ')}`, text.indexOf(`.${stage}`) + 1)
  }
  if (stage !== null && base.kind !== 'latency' && base.kind !== 'event') throw new WritingError(`".${stage}" follows an instant that is about a request`, text.indexOf(`.${stage}`))
  let shiftUs = 0
  for (const [whole, sign, amount] of shifts.matchAll(/([+-])\s*(\d[^+-]*)/g)) {
    shiftUs += (sign === '-' ? -1 : 1) * readTime(amount!.trim(), text.indexOf(whole))
  }
  return { base, stage, shiftUs }
}

function parseBase(written: string, text: string, machines: readonly string[]): Base {
  if (/^\d/.test(written)) return { kind: 'time', us: readTime(written, 0) }
  if (written === 'start') return { kind: 'time', us: 0 }
  if (written === 'end') return { kind: 'end' }
  const numbered = /^([a-z.-]+)\s*\[\s*(.*?)\s*\]$/.exec(written)
  if (numbered !== null) {
    const number = Number(numbered[2])
    if (!Number.isInteger(number) || number < 1) throw new WritingError(`"[${numbered[2]}]" has to be a whole number from 1: the first is [1]`, text.indexOf('['))
    return { kind: 'event', event: knownEvent(numbered[1]!, text), number, on: null, afterUs: 0 }
  }
  const picked = /^([a-z]+)\s*\(\s*(.*?)\s*\)$/.exec(written)
  if (picked === null) {
    if (EVENTS.includes(written)) throw new WritingError(`which ${written}? Write first(${written}) or ${written}[2]`, 0)
    throw new WritingError(`"${written}" is no instant; write "first(server.stopped)", "worst(latency)", "4.2 s", "start" or "end"`, 0)
  }
  const [, pick = '', inside = ''] = picked
  const parts = /^([a-z.-]+)(?:\s+on\s+([a-z][a-z0-9-]*))?(?:\s+after\s+(\d.*))?$/.exec(inside)
  if (parts === null) throw new WritingError(`"${inside}" stands in the brackets; write "first(request.refused on s3 after 8 s)"`, text.indexOf('(') + 1)
  const [, what = '', on = null, after] = parts
  if (on !== null && machines.length > 0 && !machines.includes(on)) {
    const near = closestOf(on, machines)
    throw new WritingError(`there is no machine called "${on}"${near === null ? '' : `, did you mean "${near}"?`}; this scenario has ${machines.join(', ')}`, text.indexOf(on))
  }
  if (pick === 'first' || pick === 'last') {
    return { kind: 'event', event: knownEvent(what, text), number: pick === 'first' ? 1 : -1, on, afterUs: after === undefined ? 0 : readTime(after.trim(), text.indexOf(after)) }
  }
  if (pick === 'worst' || pick === 'typical') {
    if (what === 'latency') return { kind: 'latency', which: pick, on }
    if (what === 'queue' && pick === 'worst') return { kind: 'queue', on }
    throw new WritingError(`${pick}(…) knows ${pick === 'worst' ? 'latency and queue' : 'latency'}, not "${what}"`, text.indexOf('(') + 1)
  }
  throw new WritingError(`"${pick}(…)" is not known; there are first, last, worst and typical`, 0)
}

function knownEvent(name: string, text: string): string {
  if (EVENTS.includes(name)) return name
  const near = closestOf(name, EVENTS)
  throw new WritingError(`no event is called "${name}"${near === null ? '' : `, did you mean "${near}"?`}; there are ${EVENTS.join(', ')}`, Math.max(0, text.indexOf(name)))
}

function readTime(text: string, offset: number): number {
  const scanned = scanQuantity(text, 0)
  if (scanned === null || scanned.end !== text.length || (scanned.quantity.unit !== 'duration' && scanned.quantity.value !== 0)) {
    throw new WritingError(`"${text}" is no time; write "4.2 s" or "300 ms"`, Math.max(0, offset))
  }
  return scanned.quantity.value
}

type AnyRun = Run | PlacedRun

function isTraffic(run: AnyRun): run is Run {
  return run.trace.family === 'traffic'
}

function kindOf({ vocabulary }: Trace, event: string): number {
  return vocabulary.events.findIndex(({ name }) => name === event)
}

/** Finds a moment in a run; null when it never comes. */
export function findMoment({ base, stage, shiftUs }: Moment, run: AnyRun): Found | null {
  const found = findBase(base, run)
  if (found === null) return null
  const staged = stage === null ? found : atStage(run, found, STAGES[stage]!)
  if (staged === null) return null
  if (shiftUs === 0) return staged
  const atUs = Math.min(run.trace.endUs, Math.max(0, staged.atUs + shiftUs))
  return { ...staged, atUs, row: rowAt(run.trace, atUs) }
}

function findBase(base: Base, run: AnyRun): Found | null {
  const { trace } = run
  switch (base.kind) {
    case 'time':
      return base.us > trace.endUs ? null : instant(run, base.us)
    case 'end':
      return instant(run, trace.endUs)
    case 'event': {
      const kind = kindOf(trace, base.event)
      const lane = base.on === null ? -1 : trace.lanes.findIndex((one) => one.id === base.on)
      let found = -1
      let seen = 0
      for (let row = 0; row < trace.log.count; row++) {
        if (trace.log.kind[row] !== kind || trace.log.at[row]! < base.afterUs || (lane >= 0 && trace.log.lane[row] !== lane)) continue
        found = row
        if (++seen === base.number) break
      }
      return found < 0 || (base.number > 0 && seen < base.number) ? null : atRow(run, found)
    }
    case 'latency':
      return isTraffic(run) ? findLatency(run, base.which, base.on) : null
    case 'queue': {
      const lanes = [...trace.lanes.keys()].filter((lane) => (base.on === null ? trace.lanes[lane]!.role === 'service' : trace.lanes[lane]!.id === base.on))
      const best = lanes.map((lane) => ({ lane, ...deepest(trace, lane, SPAN.queued) })).sort((a, b) => b.depth - a.depth)[0]
      return best === undefined || best.depth === 0 ? null : { atUs: best.atUs, row: rowAt(trace, best.atUs), request: -1, lane: best.lane }
    }
  }
}

/** The answer that took longest, or the one in the middle. */
function findLatency(run: Run, which: 'worst' | 'typical', on: string | null): Found | null {
  const { trace, config } = run
  const { latencyUs, outcome, server, class: workClass } = trace.subjects.columns
  const serverNumber = trace.lanes.find((lane) => lane.id === on)?.index ?? -1
  const classNumber = config.clients.classes.findIndex((one) => one.name === on)
  const requests: number[] = []
  for (let request = 0; request < trace.subjects.count; request++) {
    if (outcome![request] !== 1 || latencyUs![request] === NEVER) continue
    if (on !== null && server![request] !== serverNumber && workClass![request] !== classNumber) continue
    requests.push(request)
  }
  requests.sort((a, b) => latencyUs![b]! - latencyUs![a]! || a - b)
  const request = requests[which === 'worst' ? 0 : Math.floor(requests.length / 2)]
  return request === undefined ? null : atStage(run, { atUs: 0, row: -1, request, lane: -1 }, ['answer.received'])
}

/** The last time that the request of `found` came to a stage. */
function atStage(run: AnyRun, found: Found, names: readonly EventName[]): Found | null {
  const { log } = run.trace
  const kinds = names.map((name) => kindOf(run.trace, name))
  if (found.request < 0) return null
  for (let row = log.count - 1; row >= 0; row--) {
    if (log.ref[row] === found.request && kinds.includes(log.kind[row]!)) return atRow(run, row)
  }
  return null
}

function atRow(run: AnyRun, row: number): Found {
  const { log, vocabulary } = run.trace
  const isRequest = vocabulary.events[log.kind[row]!]!.about === 'subject'
  return { atUs: log.at[row]!, row, request: isRequest ? log.ref[row]! : -1, lane: log.lane[row]! }
}

function instant(run: AnyRun, atUs: number): Found {
  return { atUs, row: rowAt(run.trace, atUs), request: -1, lane: -1 }
}
