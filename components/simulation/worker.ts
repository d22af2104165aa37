/** The thread that runs simulations. It answers every request once, in order; the driver decides what is still wanted. */

import { indexBuffers } from '@/components/projection/traffic-index.ts'
import { buffersOf } from '@/simulations/kernel/trace.ts'
import { runChecked } from './checked-run.ts'
import type { RunReply, RunRequest } from './run.ts'

export interface WorkerRequest {
  readonly id: number
  readonly request: RunRequest
}

export interface WorkerReply {
  readonly id: number
  /** null: the run broke an invariant; `crash` says which. */
  readonly reply: RunReply | null
  readonly crash: string
}

const scope = self as unknown as { onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null; postMessage(reply: WorkerReply, transfer: ArrayBuffer[]): void }

scope.onmessage = ({ data: { id, request } }) => {
  run(request).then(
    (reply) => scope.postMessage({ id, reply, crash: '' }, reply.kind === 'ran' ? [...buffersOf(reply.trace), ...indexBuffers(reply.index)] : []),
    (error: unknown) => scope.postMessage({ id, reply: null, crash: error instanceof Error ? error.message : String(error) }, []),
  )
}

/** What was changed has to be read and checked; the code for that is fetched when it is first needed. */
async function run(request: RunRequest): Promise<RunReply> {
  if (request.ready !== undefined) return runChecked(request.ready, request.seed)
  const { runScenario } = await import('./run.ts')
  return runScenario(request)
}
