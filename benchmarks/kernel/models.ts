/**
 * The same three models for our kernel that the peers run: M/M/4 at load 0.8, requests whose timeouts are mostly
 * cancelled, and a whole system under load with and without its trace. Each returns what it counted, so that the runner
 * can see that all contestants simulated the same thing.
 */

import { drawExponential } from '../../simulations/kernel/distributions.ts'
import { cancel, createKernel, on, run, schedule, scheduleCancellable, stream } from '../../simulations/kernel/kernel.ts'
import { createRecorder } from '../../simulations/kernel/trace.ts'
import { arrive, createStation, finish } from '../../simulations/components/traffic/station.ts'
import type { TrafficConfig } from '../../simulations/components/traffic/config.ts'
import { runTraffic } from '../../simulations/components/traffic/run-traffic.ts'

const NO_LIMIT = { events: Number.MAX_SAFE_INTEGER, memoryBytes: Number.MAX_SAFE_INTEGER }
const SECOND = 1_000_000

/** M/M/4: mean service 1 s, 3.2 arrivals a second. Returns the mean wait in seconds (theory: 0.7455). */
export function mm4(customers: number): number {
  const kernel = createKernel(1, NO_LIMIT)
  const arrivals = stream(kernel, 'arrivals')
  const services = stream(kernel, 'services')
  const station = createStation(4, Number.MAX_SAFE_INTEGER)
  const arrivedAt = new Float64Array(65_536)
  let created = 0
  const waited = new Float64Array(1)
  const begin = (customer: number): void => {
    waited[0] = waited[0]! + kernel.nowUs - arrivedAt[customer & 65_535]!
    schedule(kernel, Math.round(drawExponential(services) * SECOND), served, customer)
  }
  const arrived = on(kernel, 'arrived', () => {
    const customer = created++
    arrivedAt[customer & 65_535] = kernel.nowUs
    if (created < customers) schedule(kernel, Math.round((drawExponential(arrivals) * SECOND) / 3.2), arrived)
    if (arrive(station, customer) === 'started') begin(customer)
  })
  const served = on(kernel, 'served', () => {
    const next = finish(station)
    if (next >= 0) begin(next)
  })
  schedule(kernel, 0, arrived)
  run(kernel, Infinity)
  return waited[0]! / customers / SECOND
}

/** A thousand requests under way, mean response 1 s, timeout 5 s, cancelled by the response. Returns the share that timed out (theory: e^-5 = 0.0067). */
export function timeouts(requests: number): number {
  const kernel = createKernel(2, NO_LIMIT)
  const rng = stream(kernel, 'responses')
  const gaps = stream(kernel, 'gaps')
  const timeoutOf = new Float64Array(requests)
  const responseOf = new Float64Array(requests)
  let sent = 0
  let timedOut = 0
  const request = on(kernel, 'request', () => {
    const id = sent++
    responseOf[id] = scheduleCancellable(kernel, Math.round(drawExponential(rng) * SECOND), response, id)
    timeoutOf[id] = scheduleCancellable(kernel, 5 * SECOND, timeout, id)
    if (sent < requests) schedule(kernel, Math.round((drawExponential(gaps) * SECOND) / 1000), request)
  })
  const response = on(kernel, 'response', (id) => {
    cancel(kernel, timeoutOf[id]!)
  })
  const timeout = on(kernel, 'timeout', (id) => {
    timedOut++
    cancel(kernel, responseOf[id]!)
  })
  schedule(kernel, 0, request)
  run(kernel, Infinity)
  return timedOut / requests
}

const server = (name: string, index: number) => ({
  name, address: `192.0.2.${index}`, weight: 1, maxConnections: 0, backup: false, maxFails: 1, failTimeoutUs: 10 * SECOND, slowStartUs: 0,
  workers: 4, queueCapacity: 1000, speed: 1, link: { kind: 'uniform', minUs: 1_000, maxUs: 2_000 },
} as const)

const system: TrafficConfig = {
  durationUs: 1_000 * SECOND,
  clients: {
    count: 100, timeoutUs: 2 * SECOND, keys: { count: 1_000, exponent: 1 },
    load: { kind: 'open', arrivals: 'poisson', rate: [{ atUs: 0, perSecond: 1_000 }], bursts: null },
    classes: [{ name: 'any', share: 1, work: { kind: 'exponential', meanUs: 12_000 } }],
  },
  clientLink: { kind: 'uniform', minUs: 4_000, maxUs: 12_000 },
  balancer: { policy: 'least-connections', options: { decayUs: 10 * SECOND, draws: 2 }, waitCapacity: 0, tries: 2, tryTimeoutUs: 0, activeCheck: null },
  servers: [server('s1', 1), server('s2', 2), server('s3', 3), server('s4', 4)],
}

/** A million requests through clients, balancer and four servers, untraced. Returns the number of requests. */
export function untraced(): number {
  return runTraffic(system, 3, [], NO_LIMIT, null).system.requests.count
}

/** The same with its trace; returns the requests, and the bytes of trace a hop. */
export function traced(): { readonly requests: number; readonly bytesPerHop: number } {
  const recorder = createRecorder()
  const { requests } = runTraffic(system, 3, [], NO_LIMIT, recorder).system
  const bytes = recorder.hops.count * 22 + recorder.spans.count * 20 + recorder.log.count * 15 + requests.count * 29
  return { requests: requests.count, bytesPerHop: bytes / recorder.hops.count }
}
