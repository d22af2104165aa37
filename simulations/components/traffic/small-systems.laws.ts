/** Small systems for the tests of this folder, and what is counted in their traces. */

import { checkTraffic } from '../../checkers/check-traffic.ts'
import { expect } from 'vitest'
import type { Trace } from '../../kernel/trace.ts'
import type { Intervention, ServerSpec, TrafficCommand, TrafficConfig } from './config.ts'
import { traceTraffic } from './run-traffic.ts'
import { EVENT } from './vocabulary.ts'

export const MS = 1_000
export const S = 1_000_000

export function server(name: string, fields: Partial<ServerSpec> = {}): ServerSpec {
  return {
    name, address: '192.0.2.1', weight: 1, workers: 2, queueCapacity: 16, speed: 1, maxConnections: 0, backup: false,
    maxFails: 1, failTimeoutUs: 10 * S, slowStartUs: 0, link: { kind: 'constant', valueUs: MS }, ...fields,
  }
}

export interface Changes {
  readonly seconds?: number
  readonly clients?: Partial<TrafficConfig['clients']>
  readonly balancer?: Partial<TrafficConfig['balancer']>
  readonly servers?: readonly ServerSpec[]
  readonly database?: TrafficConfig['database']
}

/** 100 requests a second of 10 ms each, three servers, links of 1 ms; and what a test changes of it. */
export function system({ seconds = 4, clients = {}, balancer = {}, servers = [server('s1'), server('s2'), server('s3')], database }: Changes = {}): TrafficConfig {
  return {
    durationUs: seconds * S,
    clients: {
      count: 20, load: { kind: 'open', arrivals: 'regular', rate: [{ atUs: 0, perSecond: 100 }], bursts: null },
      classes: [{ name: 'page', share: 1, work: { kind: 'constant', valueUs: 10 * MS } }], keys: { count: 50, exponent: 1 }, timeoutUs: 0, ...clients,
    },
    clientLink: { kind: 'constant', valueUs: MS },
    balancer: {
      policy: 'round-robin', options: { decayUs: S, draws: 2 }, waitCapacity: 0, tries: 2, tryTimeoutUs: 0, activeCheck: null, ...balancer,
    },
    servers,
    ...(database === undefined ? {} : { database }),
  }
}

export const at = (seconds: number, command: TrafficCommand): Intervention => ({ atUs: Math.round(seconds * S), command })

/** Runs, and asks every checker besides what the test asks. */
export function run(config: TrafficConfig, interventions: readonly Intervention[] = [], seed = 5): Trace {
  const trace = traceTraffic(config, seed, interventions)
  expect(checkTraffic({ trace, config, interventions }).filter((verdict) => !verdict.ok)).toEqual([])
  return trace
}

/** How often an event happened on a lane (any, when null) in a span of seconds. */
export function count(trace: Trace, event: keyof typeof EVENT, lane: number | null = null, fromS = 0, toS = Infinity): number {
  let n = 0
  for (let row = 0; row < trace.log.count; row++) {
    if (trace.log.kind[row] !== EVENT[event] || (lane !== null && trace.log.lane[row] !== lane)) continue
    if (trace.log.at[row]! >= fromS * S && trace.log.at[row]! < toS * S) n++
  }
  return n
}

export const outcomes = (trace: Trace, outcome: number): number => [...trace.subjects.columns['outcome']!].filter((one) => one === outcome).length
export const facts = (trace: Trace): string => JSON.stringify(['createdAt', 'client', 'key', 'class', 'workUs'].map((name) => [...trace.subjects.columns[name]!]))
export const S2 = 3
