/** Asks the explaining worker; the newest question wins. */

import type { ExplainReply, ExplainRequest } from './explain-worker.ts'

let worker: Worker | null = null
let nextId = 1

/** Calls back with the answer, unless the function returned was called before. */
export function askForExplanation(question: Omit<ExplainRequest, 'id'>, answered: (reply: ExplainReply) => void): () => void {
  const id = nextId++
  worker ??= new Worker(new URL('./explain-worker.ts', import.meta.url), { type: 'module', name: 'code view' })
  const here = worker
  const onMessage = ({ data }: MessageEvent<ExplainReply>): void => {
    if (data.id === id) answered(data)
  }
  here.addEventListener('message', onMessage)
  here.postMessage({ id, ...question })
  return () => here.removeEventListener('message', onMessage)
}
