/**
 * What: how a message looks: its stroke, and the mark at its arrival.
 * Why: canvas and printed picture read one list. Shape says what kind of message it is, colour and dash what became of it.
 */

import type { MarkKind } from '@/components/marks/mark-geometry.ts'
import type { ColourName } from '@/components/simulation/palette.ts'
import { LOST, type Trace } from '@/simulations/kernel/trace.ts'

export const LOOKS = {
  probe: { colour: 'ink3', className: 'stroke-ink-3', width: 0.8, dash: [], mark: 'probe', markPx: 7 },
  'probe-answer': { colour: 'ink3', className: 'stroke-ink-3', width: 0.8, dash: [], mark: 'probe-answer', markPx: 7 },
  query: { colour: 'req', className: 'stroke-req', width: 1.1, dash: [], mark: 'request', markPx: 11 },
  rows: { colour: 'ok', className: 'stroke-ok', width: 1.1, dash: [], mark: 'answer', markPx: 11 },
  lookup: { colour: 'req', className: 'stroke-req', width: 1.1, dash: [], mark: 'request', markPx: 9 },
  fetch: { colour: 'wait', className: 'stroke-wait', width: 1.1, dash: [], mark: 'request', markPx: 9 },
  missing: { colour: 'fail', className: 'stroke-fail', width: 1.6, dash: [], mark: 'throttled', markPx: 12 },
  move: { colour: 'stale', className: 'stroke-stale', width: 1.6, dash: [], mark: 'change', markPx: 11 },
  change: { colour: 'ink2', className: 'stroke-ink-2', width: 1.1, dash: [], mark: 'change', markPx: 11 },
  moved: { colour: 'wait', className: 'stroke-wait', width: 1.2, dash: [], mark: 'probe-answer', markPx: 9 },
  ask: { colour: 'wait', className: 'stroke-wait', width: 1.2, dash: [3, 3], mark: 'probe-answer', markPx: 9 },
  follow: { colour: 'req', className: 'stroke-req', width: 1.6, dash: [], mark: 'retry', markPx: 11 },
  part: { colour: 'req', className: 'stroke-req', width: 1.1, dash: [], mark: 'request', markPx: 11 },
  request: { colour: 'req', className: 'stroke-req', width: 1.6, dash: [], mark: 'request', markPx: 11 },
  answer: { colour: 'ok', className: 'stroke-ok', width: 1.6, dash: [], mark: 'answer', markPx: 11 },
  count: { colour: 'ink3', className: 'stroke-ink-3', width: 0.9, dash: [], mark: 'probe', markPx: 8 },
  counted: { colour: 'ink3', className: 'stroke-ink-3', width: 0.9, dash: [], mark: 'probe-answer', markPx: 8 },
  tell: { colour: 'stale', className: 'stroke-stale', width: 1.2, dash: [], mark: 'change', markPx: 10 },
  total: { colour: 'stale', className: 'stroke-stale', width: 1.2, dash: [], mark: 'change', markPx: 10 },
  throttle: { colour: 'fail', className: 'stroke-fail', width: 1.6, dash: [], mark: 'throttled', markPx: 13 },
  refusal: { colour: 'fail', className: 'stroke-fail', width: 1.6, dash: [], mark: 'throttled', markPx: 13 },
  reset: { colour: 'fail', className: 'stroke-fail', width: 1.6, dash: [], mark: 'lost', markPx: 11 },
  abort: { colour: 'fail', className: 'stroke-fail', width: 1.2, dash: [3, 3], mark: null, markPx: 0 },
  lost: { colour: 'fail', className: 'stroke-fail', width: 1.6, dash: [], mark: 'lost', markPx: 12 },
} as const satisfies Record<string, Looking>

export interface Looking {
  readonly colour: ColourName
  /** The same colour in a picture that is styled by classes. */
  readonly className: string
  readonly width: number
  readonly dash: readonly number[]
  readonly mark: MarkKind | null
  /** Size of the mark on a desk; the layout's scale multiplies it. */
  readonly markPx: number
}

export type Look = keyof typeof LOOKS
/** In the order of drawing: what matters most lies on top. */
export const LOOK_ORDER = Object.keys(LOOKS) as readonly Look[]

/** The look of each kind of message of a trace, by the kind's number. An unknown kind looks like a probe: there, and thin. */
export function looksOf(trace: Trace): readonly Look[] {
  return trace.vocabulary.hops.map((name) => (name in LOOKS ? (name as Look) : 'probe'))
}

export function lookOf(trace: Trace, looks: readonly Look[], row: number): Look {
  return trace.hops.fate[row] === LOST ? 'lost' : looks[trace.hops.kind[row]!]!
}
