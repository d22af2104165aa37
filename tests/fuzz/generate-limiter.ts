/**
 * What: puts a limiter in front of some of the random systems: any rule, any place for its counts, tenants, clients that come back, and
 * faults of its store.
 * Why: from a stream of its own, so that the systems without one stay what they were.
 */

import { createRng, nextFloat, nextInt } from '../../simulations/kernel/random.ts'
import { LIMIT_ALGORITHMS } from '../../simulations/scenario/limiter-section.ts'
import type { Document, Json } from './generate.ts'

const SHAREABLE = ['token-bucket', 'generic-cell-rate', 'fixed-window', 'sliding-log', 'sliding-window-counter']

/** The document itself, or the same system behind a limiter. `share` of the seeds get one. */
export function withLimiter(document: Document, seed: number, share = 0.35): Document {
  const rng = createRng(seed, 'fuzz/limiter')
  const yes = (part: number): boolean => nextFloat(rng) < part
  const from = <T>(list: readonly T[]): T => list[nextInt(rng, list.length)]!
  // The laws of shared tries follow messages from the balancer straight to the clients.
  if (!yes(share) || 'shards' in document || (document['balancer'] as Document)['coalesce'] === true) return document
  const changed: Document = structuredClone(document)
  const clients = changed['clients'] as Document
  const durationMs = Number.parseInt(String(changed['duration']), 10)
  const counts = from(['local', 'local', 'split', 'shared', 'shared', 'synchronised'])
  const by = counts === 'shared' ? from(['script', 'script', 'incr-expire', 'read-write']) : 'script'
  const algorithm = counts === 'synchronised' || by !== 'script' ? 'fixed-window' : counts === 'shared' ? from(SHAREABLE) : from(LIMIT_ALGORITHMS)
  const tenants = yes(0.4) && Number(clients['count']) >= 2
  const isOpen = 'open' in (clients['load'] as Document)
  if (tenants) clients['tenants'] = { acme: { share: from([1, 5]) }, globex: { share: 1, ...(isOpen && yes(0.5) ? { rate: from(['0/s', '20/s', '1.5/s']) } : {}) } }
  if (yes(0.7)) clients['retry'] = { how: from(['give-up', 'at-once', 'retry-after', 'backoff']), attempts: from([1, 2, 4]), base: from(['1 ms', '50 ms']), cap: '400 ms', jitter: from(['0 ms', '200 ms']) }
  changed['limiter'] = {
    algorithm, counts, rate: from(counts === 'split' ? ['40/s', '1000/s'] : ['12/s', '40/s', '33.3/s', '150/min', '1000/s']), burst: from([6, 7, 20]), window: from(['500 ms', '700 ms', '1 s', '250500 us']),
    queue: from([0, 3, 20]), concurrency: from([6, 9]), delay: from([0, 3]), nodelay: yes(0.3), key: from(['everybody', 'everybody', 'client', ...(tenants ? ['tenant'] : [])]),
    nodes: counts === 'split' ? from([1, 2, 3]) : from([1, 2, 3, 6]), spread: from(['turns', 'random', 'client']), ...(yes(0.4) ? { link: from(['0 ms', '0..3 ms', 'exponential 2 ms']) } : {}),
    ...(counts === 'shared' || counts === 'synchronised' ? { store: store() } : {}),
  }
  changed['script'] = [...(changed['script'] as Json[]), ...commands()]
  return changed

  function store(): Document {
    return {
      by, link: from(['0 ms', '500 us', '0..4 ms', 'exponential 2 ms']), work: from(['50 us', '1 ms', '0..3 ms', '20 ms']), workers: from([1, 1, 2]), queue: from([0, 1, 1000]),
      timeout: from(['2 ms', '30 ms', '500 ms']), 'when-silent': from(['open', 'closed']), every: from(['5 ms', '50 ms', '200 ms']),
    }
  }

  function commands(): Document[] {
    const hasStore = counts === 'shared' || counts === 'synchronised'
    const kinds = ['set-limit', ...(hasStore ? ['stop-store', 'cut-store-link', 'slow-store', 'slow-store-link'] : [])].filter(() => yes(0.4))
    const cures: Readonly<Record<string, string>> = { 'stop-store': 'start-store', 'cut-store-link': 'heal-store-link', 'slow-store-link': 'heal-store-link' }
    return kinds.flatMap((kind): Document[] => {
      const at = nextInt(rng, durationMs)
      const command = kind === 'set-limit' ? { kind, factor: from([0.01, 0.5, 2, 1]) } : kind === 'slow-store' ? { kind, factor: from([1, 30, 400]) } : kind === 'slow-store-link' ? { kind, factor: 20 } : { kind }
      const cure = cures[kind]
      return [{ at: `${at} ms`, do: command }, ...(cure !== undefined && yes(0.7) ? [{ at: `${at + nextInt(rng, durationMs - at + 1)} ms`, do: { kind: cure } }] : [])]
    })
  }
}
