/**
 * What: a small random scenario from a seed: topology, load, limits and faults, as a document of the scenario format.
 * Why: documents pass the same boundary as everybody's, are readable in a report, and shrink by leaving entries out.
 *
 * Swarm: every seed first tosses for each kind of fault whether it may occur at all. A run with one kind of fault goes deeper
 * into it than a run with a bit of everything (Groce et al., "Swarm testing", ISSTA 2012).
 */

import { createRng, nextFloat, nextInt, type Rng } from '../../simulations/kernel/random.ts'
import { POLICIES as ALL_POLICIES } from '../../simulations/scenario/traffic-scenario.ts'

/** Those that there were when the recorded seeds were drawn: a longer list would make other systems of them. Later ones: `generate-shards.ts`. */
const POLICIES = ALL_POLICIES.slice(0, 14)

export type Json = string | number | boolean | Json[] | { [key: string]: Json }
export type Document = { [key: string]: Json }

/** How large a run the generator may make. */
export interface Size {
  readonly seconds: number
  readonly requests: number
}

export const SMALL: Size = { seconds: 4, requests: 120 }

const FAULTS = [
  'stop-server', 'slow-server', 'cut-link', 'slow-link', 'drain-server', 'set-weight', 'set-policy', 'set-rate', 'add-server',
] as const
const CURES: Readonly<Record<string, string>> = { 'stop-server': 'start-server', 'cut-link': 'heal-link', 'drain-server': 'ready-server' }

export function generate(seed: number, size: Size = SMALL): Document {
  const rng = createRng(seed, 'fuzz')
  const yes = (share: number): boolean => nextFloat(rng) < share
  const from = <T>(list: readonly T[]): T => list[nextInt(rng, list.length)]!
  const between = (min: number, max: number): number => min + nextInt(rng, max - min + 1)
  const faults = FAULTS.filter(() => yes(0.4))
  const seconds = from([0.5, 1, 2, size.seconds])
  const durationMs = Math.round(seconds * 1000)
  const names = Array.from({ length: from([1, 2, 2, 3, 3, 4, 6]) }, (_, i) => `s${i + 1}`)
  const perSecond = Math.max(1, Math.round((size.requests / seconds) * nextFloat(rng)))
  const limited = yes(0.4)
  const patient = yes(0.5)
  // From a stream of its own, so that the systems without a database stay what they were.
  const dbRng = createRng(seed, 'fuzz/database')
  const shared = nextFloat(dbRng) < 0.3
  const of = <T>(list: readonly T[]): T => list[nextInt(dbRng, list.length)]!
  const servers = Object.fromEntries(names.map((name, index) => [name, server(index)]))
  if (names.every((name) => (servers[name] as Document)['weight'] === 0)) (servers[names[0]!] as Document)['weight'] = 1

  function server(index: number): Document {
    return {
      weight: yes(0.5) ? 1 : from([0, 1, 2, 3, 5, 100]),
      workers: from([1, 1, 2, 3, 8]),
      queue: from([0, 1, 3, 16, 64]),
      ...(yes(0.3) ? { speed: from([0.25, 0.5, 1.5, 3]) } : {}),
      ...(limited && yes(0.7) ? { connections: between(1, 5) } : {}),
      ...(index > 0 && yes(0.1) ? { backup: true } : {}),
      'max-fails': from([0, 1, 1, 2, 3]),
      'fail-timeout': from(['1 s', '2 s', '10 s']),
      ...(yes(0.15) ? { 'slow-start': from(['1 s', '3 s', '5 s']) } : {}),
      ...(yes(0.2) ? { link: delay(rng) } : {}),
    }
  }

  return {
    id: `fuzz/${seed}`, family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: seed >>> 0, duration: `${durationMs} ms`,
    clients: {
      count: from([1, 2, 7, 40]),
      load: yes(0.7) ? openLoad() : { closed: { users: between(1, Math.max(1, Math.round(perSecond / 10))), think: from(['50 ms', '1..100 ms', 'exponential 80 ms', '5 ms']) } },
      requests: { light: { share: from([1, 9]), work: delay(rng, 30), ...(shared ? { query: delay(dbRng, 20) } : {}) }, ...(yes(0.4) ? { heavy: { share: 1, work: delay(rng, 200), ...(shared && nextFloat(dbRng) < 0.5 ? { query: delay(dbRng, 60) } : {}) } } : {}) },
      keys: { count: from([1, 3, 50]), zipf: from([0, 0.8, 1.2]) },
      timeout: patient ? '0 ms' : from(['5 ms', '50 ms', '200 ms', '1 s']),
    },
    links: { clients: delay(rng), servers: delay(rng) },
    balancer: {
      policy: from(POLICIES),
      waiting: from([0, 0, 1, 3, 20]),
      tries: from([1, 2, 2, 3, 10]),
      ...(yes(0.5) ? { 'try-timeout': from(['10 ms', '60 ms', '300 ms']) } : {}),
      ...(yes(0.3) ? { checks: { every: from(['50 ms', '300 ms', '1 s']), timeout: from(['5 ms', '50 ms']), fall: between(1, 3), rise: between(1, 3) } } : {}),
      draws: between(1, 4),
      decay: from(['50 ms', '1 s', '10 s']),
    },
    servers,
    ...(shared ? { database: { workers: of([1, 1, 2, 4]), queue: of([0, 1, 3, 40]), ...(nextFloat(dbRng) < 0.5 ? { link: delay(dbRng) } : {}), crowding: of([0, 0, 0.05, 0.5]) } } : {}),
    script: script(),
  }

  function openLoad(): Document {
    const bursts = yes(0.2) ? { bursts: { every: from(['100 ms', '400 ms']), size: between(1, Math.max(2, Math.round(size.requests / 12))) } } : {}
    const shaped = yes(0.3)
    const rate = shaped ? [{ at: '0 ms', rate: `${perSecond}/s` }, { at: `${Math.round(durationMs / 3)} ms`, rate: `${yes(0.5) ? 0 : perSecond * 2}/s` }, { at: `${durationMs} ms`, rate: `${perSecond}/s` }] : `${perSecond}/s`
    return { open: { rate, arrivals: yes(0.8) ? 'poisson' : 'regular', ...bursts } }
  }

  function script(): Json[] {
    const entries: Document[] = []
    let count = names.length
    const commands = faults.length === 0 ? 0 : between(0, 8)
    for (let i = 0; i < commands; i++) {
      const kind = from(faults)
      const at = between(0, durationMs)
      const name = from(names)
      if (kind === 'add-server' && count++ >= 11) continue
      entries.push({ at: `${at} ms`, do: command(kind, name) })
      const cure = CURES[kind]
      if (cure !== undefined && yes(0.7)) entries.push({ at: `${between(at, durationMs)} ms`, do: { kind: cure, server: name } })
    }
    return entries
  }

  function command(kind: (typeof FAULTS)[number], server: string): Document {
    switch (kind) {
      case 'slow-server':
        return { kind, server, factor: from([1, 0.5, 3, 20]) }
      case 'slow-link':
        return { kind, server, factor: from([1, 4, 100]) }
      case 'set-weight':
        return { kind, server, weight: from([0, 1, 2, 7, 256]) }
      case 'set-policy':
        return { kind, policy: from(POLICIES) }
      case 'set-rate':
        return { kind, factor: from([0, 0.5, 1, 3]) }
      case 'add-server':
        return { kind }
      default:
        return { kind, server }
    }
  }
}

/** A random duration or distribution around a scale in ms. */
function delay(rng: Rng, scaleMs = 3): Json {
  const ms = 1 + nextInt(rng, scaleMs)
  switch (nextInt(rng, 6)) {
    case 0:
      return '0 ms'
    case 1:
      return `${ms} ms`
    case 2:
      return `0..${ms} ms`
    case 3:
      return `exponential ${ms} ms`
    case 4:
      return { lognormal: { median: `${ms} ms`, sigma: 1 } }
    default:
      return { pareto: { min: `${ms * 200} us`, alpha: 1.3 } }
  }
}
