/** The thread that reads long texts and puts them to limiters. It keeps the text last read: turning a knob does not read it again. */

import { readArrivals, type ArrivalText } from '@/simulations/scenario/arrival-text.ts'
import { runBuffers, runRead, type ArrivalReply, type ArrivalRequest } from './arrival-run.ts'

export interface ArrivalWorkerRequest extends Omit<ArrivalRequest, 'text'> {
  readonly id: number
  /** Null: the text of the request before. */
  readonly text: string | null
}

export type ArrivalWorkerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly at: number }
  | { readonly id: number; readonly kind: 'done'; readonly reply: ArrivalReply }
  | { readonly id: number; readonly kind: 'crashed'; readonly message: string }

const scope = self as unknown as { onmessage: ((event: MessageEvent<ArrivalWorkerRequest>) => void) | null; postMessage(reply: ArrivalWorkerReply, transfer: ArrayBuffer[]): void }

let last: { readonly text: string; readonly unit: string; readonly read: ArrivalText } | null = null
let sent = ''

scope.onmessage = ({ data: { id, text: given, unit, specs, key } }) => {
  const text = (sent = given ?? sent)
  const progress = (at: number): void => scope.postMessage({ id, kind: 'progress', at }, [])
  try {
    if (last === null || last.text !== text || last.unit !== unit) {
      const reading = readArrivals(text, unit, (read) => progress((0.4 * read) / text.length))
      if (!reading.ok) return scope.postMessage({ id, kind: 'done', reply: { kind: 'too-many', line: reading.line } }, [])
      last = { text, unit, read: reading.text }
    }
    const { arrivals } = last.read
    // What is sent away is gone here, so the arrivals are copied.
    const copy: ArrivalText = { ...last.read, arrivals: { ...arrivals, atUs: arrivals.atUs.slice(), key: arrivals.key.slice(), cost: arrivals.cost.slice(), line: arrivals.line.slice() } }
    const run = runRead(copy, specs, key, progress)
    scope.postMessage({ id, kind: 'done', reply: { kind: 'ran', run } }, runBuffers(run))
  } catch (error) {
    scope.postMessage({ id, kind: 'crashed', message: error instanceof Error ? error.message : String(error) }, [])
  }
}
