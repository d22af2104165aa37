/**
 * What: one run of a system under load, from its configuration to its trace.
 * Why: this is the pure function that everything rests on: the same configuration, seed and interventions give the same
 * trace, in a worker, in Node, in a test.
 *
 * Invariants:
 *   I1 nothing outside the arguments enters: no wall clock, no global state, no other randomness.
 *   I2 a run that uses up its budget returns what it has, and its outcome says at which instant it stopped and why.
 */

import { nextStepAtUs, step } from '../../algorithms/balancing/balancer.ts'
import { chargeMemory, on, run, schedule, DEFAULT_BUDGET, type Budget, type RunOutcome } from '../../kernel/kernel.ts'
import { createRecorder, trimTable, type Recorder, type Trace } from '../../kernel/trace.ts'
import { installClients } from './clients.ts'
import { installCommands } from './commands.ts'
import type { Intervention, TrafficConfig } from './config.ts'
import { installDatabase } from './database.ts'
import { installHealthChecks } from './health-checks.ts'
import { keptLimitColumns, LIMIT_BYTES } from './limit-columns.ts'
import { installLimiter } from './limiter-node.ts'
import { installProxy } from './proxy.ts'
import { QUERY_BYTES, REQUEST_BYTES, requestColumns, SHARD_BYTES } from './requests.ts'
import { installRedirects, movesSlots } from './redirects.ts'
import { installServers } from './servers.ts'
import { createSystem, type DecisionObserver, type TrafficSystem } from './system.ts'
import { LIMITED_VOCABULARY, RESHARDED_VOCABULARY, SHARDED_VOCABULARY, TRAFFIC_VOCABULARY } from './vocabulary.ts'

/** How often the memory of the trace is counted, in µs of virtual time. */
const AUDIT_EVERY_US = 100_000
/** How often the balancer is asked for its next step of a slow start; the step itself is taken at its exact instant. */
const SLOW_START_LOOK_US = 100_000

export interface TrafficRun {
  readonly system: TrafficSystem
  readonly outcome: RunOutcome
}

/** Runs and keeps a trace. */
export function traceTraffic(config: TrafficConfig, seed: number, interventions: readonly Intervention[] = [], budget: Budget = DEFAULT_BUDGET): Trace {
  const recorder = createRecorder()
  const { system, outcome } = runTraffic(config, seed, interventions, budget, recorder)
  return traceOf(system, outcome, recorder)
}

/** Runs, with a recorder or without; an observer sees every decision and changes nothing. */
export function runTraffic(
  config: TrafficConfig, seed: number, interventions: readonly Intervention[], budget: Budget, recorder: Recorder | null,
  observer: DecisionObserver | null = null,
): TrafficRun {
  const system = createSystem(config, seed, budget, recorder, observer)
  // Commands first: of one instant, what a person did comes before what the system does.
  const levers = { kill: noLever, revive: noLever, watch: noLever, paceChanged: noLever, capacityChanged: noLever as () => void }
  installCommands(system, interventions, levers)
  if (movesSlots(interventions)) system.redirects = installRedirects(system)
  installDatabase(system)
  Object.assign(levers, installServers(system), installProxy(system))
  system.capacityChanged = levers.capacityChanged
  installLimiter(system)
  Object.assign(levers, installHealthChecks(system, levers.capacityChanged), installClients(system))
  installSlowStart(system, levers)
  installAudit(system)
  return { system, outcome: run(system.kernel, config.durationUs) }
}

function traceOf(system: TrafficSystem, outcome: RunOutcome, recorder: Recorder): Trace {
  return {
    family: 'traffic',
    seed: system.kernel.seed,
    vocabulary: system.redirects !== null ? RESHARDED_VOCABULARY : hasShardWords(system.config) ? SHARDED_VOCABULARY : system.limits !== null ? LIMITED_VOCABULARY : TRAFFIC_VOCABULARY,
    lanes: system.lanes,
    hops: trimTable(recorder.hops),
    spans: trimTable(recorder.spans),
    log: trimTable(recorder.log),
    notes: recorder.notes,
    subjects: { count: system.requests.count, columns: subjectColumns(system) },
    outcome,
    endUs: system.config.durationUs,
  }
}

function subjectColumns({ requests, database, config, limits }: TrafficSystem): Trace['subjects']['columns'] {
  const columns = requestColumns(requests, database !== null, hasShardWords(config))
  return limits === null ? columns : { ...columns, ...keptLimitColumns(limits.columns, requests.count) }
}

/** Has this run anything that only shards and shared tries have words for? */
function hasShardWords({ shards, balancer }: TrafficConfig): boolean {
  return shards !== undefined || balancer.coalesces === true
}

function noLever(): void {
  throw new Error('a lever was pulled before the system was complete')
}

/** The steps of servers that warm up: the balancer says when, the kernel wakes it. */
function installSlowStart(system: TrafficSystem, levers: { capacityChanged: () => void }): void {
  const { kernel, balancer } = system
  if (!system.config.servers.some((server) => server.slowStartUs > 0)) return
  const due = on(kernel, 'slow start step', () => {
    if (nextStepAtUs(balancer) <= kernel.nowUs) {
      step(balancer, kernel.nowUs)
      levers.capacityChanged()
    }
    schedule(kernel, Math.min(SLOW_START_LOOK_US, nextStepAtUs(balancer) - kernel.nowUs), due)
  })
  schedule(kernel, SLOW_START_LOOK_US, due)
}

/** Counts the memory that the run holds, so that its budget can end it. */
function installAudit(system: TrafficSystem): void {
  const { kernel, recorder, requests } = system
  const requestBytes = REQUEST_BYTES + (system.database === null ? 0 : QUERY_BYTES) + (hasShardWords(system.config) ? SHARD_BYTES : 0) + (system.limits === null ? 0 : LIMIT_BYTES)
  let charged = 0
  system.audit = () => {
    const bytes = (recorder?.bytes ?? 0) + requests.createdAt.length * requestBytes + kernel.queue.time.length * 52
    chargeMemory(kernel, bytes - charged)
    charged = bytes
  }
  const due = on(kernel, 'memory counted', () => {
    system.audit()
    schedule(kernel, AUDIT_EVERY_US, due)
  })
  schedule(kernel, AUDIT_EVERY_US, due)
}
