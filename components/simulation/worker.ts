/** The thread that runs simulations. It answers every request once, in order; the driver decides what is still wanted. */

import { indexBuffers } from '@/components/projection/run-index.ts'
import { buffersOf } from '@/simulations/kernel/trace.ts'
import { TAB_BUDGET } from './finished-run.ts'
import { runLazily } from './run-lazily.ts'
import type { AnyReply, RunRequest } from './run.ts'

export interface WorkerRequest {
  readonly id: number
  readonly request: RunRequest
}

export interface WorkerReply {
  readonly id: number
  /** null: the run broke an invariant; `crash` says which. */
  readonly reply: AnyReply | null
  readonly crash: string
}

const scope = self as unknown as { onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null; postMessage(reply: WorkerReply, transfer: ArrayBuffer[]): void }

scope.onmessage = ({ data: { id, request } }) => {
  runLazily(request, TAB_BUDGET).then(
    (reply) => scope.postMessage({ id, reply, crash: '' }, reply.kind === 'ran' ? [...buffersOf(reply.trace), ...indexBuffers(reply.index)] : []),
    (error: unknown) => scope.postMessage({ id, reply: null, crash: error instanceof Error ? error.message : String(error) }, []),
  )
}
