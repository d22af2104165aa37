/**
 * What: the systems that queueing theory has formulas for, made of the same engine that runs on the pages.
 * Why: a formula is a judge that cannot be bribed. The traffic family with links of no length, one server and no limits *is* an
 * M/M/c station; nothing is written specially for the comparison.
 */

import type { PolicyName } from '@/simulations/algorithms/balancing/policy.ts'
import { checkLittlesLaw } from '@/simulations/checkers/littles-law.ts'
import type { ServerSpec, TrafficConfig, WorkClass } from '@/simulations/components/traffic/config.ts'
import { REQUEST_ANSWERED, REQUEST_REFUSED } from '@/simulations/components/traffic/requests.ts'
import { runTraffic, traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { arrive, createStation, finish } from '@/simulations/components/traffic/station.ts'
import { drawExponential } from '@/simulations/kernel/distributions.ts'
import { createKernel, on, run, schedule, stream } from '@/simulations/kernel/kernel.ts'

/** One mean service, in µs. All times are given in services. */
export const SERVICE_US = 10_000
const BUDGET = { events: 1e9, memoryBytes: 4e9 }
const NONE = { kind: 'constant', valueUs: 0 } as const
/** So many requests at most wait where theory knows no bound. */
const UNBOUNDED = 10_000_000

export interface System {
  readonly servers: number
  readonly workers: number
  readonly queueCapacity: number
  readonly policy: PolicyName
  /** Arrivals in a mean service time of one worker, over all servers. */
  readonly erlangs: number
  readonly work: readonly WorkClass[]
}

export const EXPONENTIAL: readonly WorkClass[] = [{ name: 'exponential', share: 1, work: { kind: 'exponential', meanUs: SERVICE_US } }]
export const DETERMINISTIC: readonly WorkClass[] = [{ name: 'deterministic', share: 1, work: { kind: 'constant', valueUs: SERVICE_US } }]
/** sigma 1, so that cv² = e - 1; the median that makes the mean one service. */
export const LOGNORMAL: readonly WorkClass[] = [
  { name: 'lognormal', share: 1, work: { kind: 'lognormal', medianUs: SERVICE_US / Math.exp(0.5), sigma: 1, plusUs: 0 } },
]

/** Two exponential sorts of balanced means: hyperexponential with the cv² asked for. (Whitt 1982) */
export function hyperexponential(cv2: number): readonly WorkClass[] {
  const share = (1 + Math.sqrt((cv2 - 1) / (cv2 + 1))) / 2
  return [share, 1 - share].map((part, i) => ({ name: `h${i}`, share: part, work: { kind: 'exponential', meanUs: SERVICE_US / (2 * part) } }))
}

export function station(erlangs: number, fields: Partial<System> = {}): System {
  return { servers: 1, workers: 1, queueCapacity: UNBOUNDED, policy: 'round-robin', erlangs, work: EXPONENTIAL, ...fields }
}

function configOf(system: System, requests: number): TrafficConfig {
  const perSecond = (system.erlangs * 1_000_000) / SERVICE_US
  const servers = Array.from({ length: system.servers }, (_, i): ServerSpec => ({
    name: `s${i}`, address: `10.0.${i >> 8}.${i & 255}`, weight: 1, workers: system.workers, queueCapacity: system.queueCapacity, speed: 1,
    maxConnections: 0, backup: false, maxFails: 0, failTimeoutUs: 1_000_000, slowStartUs: 0, link: NONE,
  }))
  return {
    durationUs: Math.round((requests / perSecond) * 1_000_000),
    clients: {
      count: 1, load: { kind: 'open', arrivals: 'poisson', rate: [{ atUs: 0, perSecond }], bursts: null }, classes: system.work,
      keys: { count: 1, exponent: 0 }, timeoutUs: 0,
    },
    clientLink: NONE,
    balancer: { policy: system.policy, options: { decayUs: 1_000_000, draws: 2 }, waitCapacity: 0, tries: 1, tryTimeoutUs: 0, activeCheck: null },
    servers,
  }
}

export interface Observed {
  /** Of those answered, in order of arrival: from arrival to answer, and the part of it before service, in services. */
  readonly response: Float64Array
  readonly waiting: Float64Array
  /** Of all: 1 where refused. */
  readonly refused: Float64Array
}

/** A run without trace; the first `warmUp` share of it, in which an empty system fills, is left out. */
export function observe(system: System, requests: number, seed: number, warmUp: number): Observed {
  const { requests: table } = runTraffic(configOf(system, requests), seed, [], BUDGET, null).system
  const response: number[] = []
  const waiting: number[] = []
  const refused: number[] = []
  for (let row = Math.floor(table.count * warmUp); row < table.count; row++) {
    const outcome = table.outcome[row]
    if (outcome !== REQUEST_ANSWERED && outcome !== REQUEST_REFUSED) continue // still inside at the end
    refused.push(outcome === REQUEST_REFUSED ? 1 : 0)
    if (outcome === REQUEST_REFUSED) continue
    response.push(table.latencyUs[row]! / SERVICE_US)
    waiting.push((table.latencyUs[row]! - table.workUs[row]!) / SERVICE_US)
  }
  return { response: Float64Array.from(response), waiting: Float64Array.from(waiting), refused: Float64Array.from(refused) }
}

/** Little's law as an identity on a traced run: "" or what broke it. */
export function littlesLawOf(system: System, requests: number, seed: number): string {
  const config = configOf(system, requests)
  const trace = traceTraffic(config, seed, [], BUDGET)
  return checkLittlesLaw({ trace, config, interventions: [] }).filter(({ ok }) => !ok).map(({ law, expected, got }) => `${law}: ${expected} is not ${got}`).join('; ')
}

/** The bare station on the bare kernel, with services that are sums of `stages` exponentials. Waiting times, in services. */
export function observeErlangStages(rho: number, stages: number, requests: number, seed: number, warmUp: number): Float64Array {
  const kernel = createKernel(seed, BUDGET)
  const machine = createStation(1, UNBOUNDED)
  const gaps = stream(kernel, 'arrivals')
  const services = stream(kernel, 'services')
  const arrivedAt = new Float64Array(requests)
  const waited = new Float64Array(requests)
  let arrived = 0
  let next = 0 // first come, first served: they start in the order in which they arrived
  const begin = (): void => {
    waited[next] = (kernel.nowUs - arrivedAt[next]!) / SERVICE_US
    next++
    let time = 0
    for (let stage = 0; stage < stages; stage++) time += drawExponential(services)
    schedule(kernel, Math.round((time * SERVICE_US) / stages), ended)
  }
  const ended = on(kernel, 'service ended', () => {
    if (finish(machine) >= 0) begin()
  })
  const came = on(kernel, 'arrived', () => {
    arrivedAt[arrived] = kernel.nowUs
    if (arrive(machine, arrived++) === 'started') begin()
    if (arrived < requests) schedule(kernel, Math.round((drawExponential(gaps) * SERVICE_US) / rho), came)
  })
  schedule(kernel, 0, came)
  run(kernel, Infinity)
  return waited.slice(Math.floor(requests * warmUp), next)
}
