/**
 * Asks the worker for runs. The newest request wins: an older one is answered `superseded`, and a worker that is busy with it for
 * long is ended. A run that takes longer than LIMIT_MS is ended too. Where workers are blocked, the page runs a smaller budget itself.
 */

import type { AnyReply, RunRequest } from './run.ts'
import type { WorkerReply, WorkerRequest } from './worker.ts'

export type DriverReply =
  | (AnyReply & { readonly thread: 'worker' | 'page' })
  | { readonly kind: 'superseded' }
  | { readonly kind: 'too-slow'; readonly limitMs: number }
  | { readonly kind: 'crashed'; readonly message: string }

export interface Driver {
  /** Starts the worker before there is anything to do, while the rest of the page is still on its way. */
  warm(): void
  run(request: RunRequest): Promise<DriverReply>
  dispose(): void
}

/** A run is allowed this long. */
export const LIMIT_MS = 10_000
/** A run that nobody wants any more is allowed this long before its worker is ended. */
const PATIENCE_MS = 250

interface Job {
  readonly id: number
  readonly request: RunRequest
  readonly settle: (reply: DriverReply) => void
}

/** What the driver needs of a worker; a test gives its own. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<WorkerReply>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(message: WorkerRequest): void
  terminate(): void
}

const startWorker = (): WorkerLike => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulation' })

export function createDriver(start: () => WorkerLike = startWorker, limitMs = LIMIT_MS): Driver {
  let worker: WorkerLike | null = null
  let isBlocked = false
  let hasAnswered = false
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
      worker.postMessage({ id: job.id, request: job.request })
    } catch {
      return fallBack(job)
    }
    limit = setTimeout(() => {
      endWorker()
      finish(job, { kind: 'too-slow', limitMs })
    }, limitMs)
  }

  function connect(): WorkerLike {
    const created = start()
    created.onmessage = ({ data }) => {
      hasAnswered = true
      if (current?.id !== data.id) return
      if (data.reply === null) finish(current, { kind: 'crashed', message: data.crash })
      else finish(current, { ...data.reply, thread: 'worker' })
    }
    created.onerror = (event) => {
      event.preventDefault?.()
      endWorker()
      if (!hasAnswered) isBlocked = true
      if (current === null) return
      if (hasAnswered) finish(current, { kind: 'crashed', message: event.message })
      else fallBack(current)
    }
    return created
  }

  function fallBack(job: Job): void {
    clearTimeout(limit)
    isBlocked = true
    runHere(job)
  }

  function runHere(job: Job): void {
    Promise.all([import('./run-lazily.ts'), import('./run.ts')])
      .then(async ([{ runLazily }, { PAGE_BUDGET }]) => finish(job, { ...(await runLazily(job.request, PAGE_BUDGET)), thread: 'page' }))
      .catch((error: unknown) => finish(job, { kind: 'crashed', message: error instanceof Error ? error.message : String(error) }))
  }

  /** Ends a job; when a newer one waits, this one has been overtaken. */
  function finish(job: Job, reply: DriverReply): void {
    clearTimeout(limit)
    clearTimeout(patience)
    if (current === job) current = null
    const next = waiting
    waiting = null
    job.settle(next === null ? reply : { kind: 'superseded' })
    if (next !== null) begin(next)
  }

  function endWorker(): void {
    worker?.terminate()
    worker = null
  }

  return {
    warm() {
      try {
        if (!isBlocked) worker ??= connect()
      } catch {
        isBlocked = true
      }
    },
    run: (request) =>
      new Promise((settle) => {
        const job: Job = { id: nextId++, request, settle }
        if (current === null) return begin(job)
        waiting?.settle({ kind: 'superseded' })
        waiting = job
        clearTimeout(patience)
        patience = setTimeout(() => {
          const overtaken = current
          if (overtaken === null || isBlocked) return
          endWorker()
          finish(overtaken, { kind: 'superseded' })
        }, PATIENCE_MS)
      }),
    dispose() {
      clearTimeout(limit)
      clearTimeout(patience)
      endWorker()
      current?.settle({ kind: 'superseded' })
      waiting?.settle({ kind: 'superseded' })
      current = waiting = null
    },
  }
}
