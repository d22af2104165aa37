/** Asks the worker that reads and runs arrivals. The newest request wins; one that takes too long is ended with its worker. */

import type { ArrivalReply, ArrivalRequest, Progress } from './arrival-run.ts'
import type { ArrivalWorkerReply, ArrivalWorkerRequest } from './arrival-worker.ts'

export type ArrivalAnswer = ArrivalReply | { readonly kind: 'too-slow' } | { readonly kind: 'crashed'; readonly message: string } | { readonly kind: 'superseded' }

export interface ArrivalDriver {
  run(request: ArrivalRequest, onProgress: Progress): Promise<ArrivalAnswer>
  dispose(): void
}

/** Reading and running are allowed this long. */
const ARRIVAL_LIMIT_MS = 30_000
/** A request that nobody wants any more may go on for this long before its worker is ended. */
const PATIENCE_MS = 400

interface Job {
  readonly id: number
  readonly request: ArrivalRequest
  readonly onProgress: Progress
  readonly settle: (answer: ArrivalAnswer) => void
}

/** What the driver needs of a worker; a test gives its own. */
export interface ArrivalWorkerLike {
  onmessage: ((event: MessageEvent<ArrivalWorkerReply>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(message: ArrivalWorkerRequest): void
  terminate(): void
}

const startWorker = (): ArrivalWorkerLike => new Worker(new URL('./arrival-worker.ts', import.meta.url), { type: 'module', name: 'arrivals' })

export function createArrivalDriver(start: () => ArrivalWorkerLike = startWorker, limitMs = ARRIVAL_LIMIT_MS): ArrivalDriver {
  let worker: ArrivalWorkerLike | null = null
  let hasAnswered = false
  let isBlocked = false
  /** What this worker has been given last. */
  let sentText: string | null = null
  let nextId = 1
  let current: Job | null = null
  let waiting: Job | null = null
  let limit: ReturnType<typeof setTimeout> | undefined
  let patience: ReturnType<typeof setTimeout> | undefined

  function begin(job: Job): void {
    current = job
    if (isBlocked) return runHere(job)
    try {
      worker ??= connect()
      const { text, ...rest } = job.request
      const request: ArrivalWorkerRequest = { id: job.id, ...rest, text: text === sentText ? null : text }
      worker.postMessage(request)
      sentText = text
    } catch {
      isBlocked = true
      return runHere(job)
    }
    limit = setTimeout(() => {
      end()
      finish(job, { kind: 'too-slow' })
    }, limitMs)
  }

  function connect(): ArrivalWorkerLike {
    const created = start()
    created.onmessage = ({ data }) => {
      hasAnswered = true
      if (current?.id !== data.id) return
      if (data.kind === 'progress') current.onProgress(data.at)
      else finish(current, data.kind === 'done' ? data.reply : { kind: 'crashed', message: data.message })
    }
    created.onerror = (event) => {
      event.preventDefault?.()
      end()
      const job = current
      if (job === null) return
      if (hasAnswered) return finish(job, { kind: 'crashed', message: event.message })
      clearTimeout(limit)
      isBlocked = true
      runHere(job)
    }
    return created
  }

  /** Where workers are blocked. */
  function runHere(job: Job): void {
    import('./arrival-run.ts')
      .then(({ runArrivals }) => finish(job, runArrivals(job.request, job.onProgress)))
      .catch((error: unknown) => finish(job, { kind: 'crashed', message: error instanceof Error ? error.message : String(error) }))
  }

  function end(): void {
    worker?.terminate()
    worker = null
    sentText = null
  }

  function finish(job: Job, answer: ArrivalAnswer): void {
    clearTimeout(limit)
    clearTimeout(patience)
    if (current === job) current = null
    const next = waiting
    waiting = null
    job.settle(next === null ? answer : { kind: 'superseded' })
    if (next !== null) begin(next)
  }

  return {
    run: (request, onProgress) =>
      new Promise((settle) => {
        const job: Job = { id: nextId++, request, onProgress, settle }
        if (current === null) return begin(job)
        waiting?.settle({ kind: 'superseded' })
        waiting = job
        clearTimeout(patience)
        patience = setTimeout(() => {
          const overtaken = current
          if (overtaken === null || isBlocked) return
          end()
          finish(overtaken, { kind: 'superseded' })
        }, PATIENCE_MS)
      }),
    dispose() {
      clearTimeout(limit)
      clearTimeout(patience)
      end()
      current?.settle({ kind: 'superseded' })
      waiting?.settle({ kind: 'superseded' })
      current = waiting = null
    },
  }
}
