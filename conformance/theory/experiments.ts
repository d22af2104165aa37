/**
 * What: every comparison of a run with a formula: which system, which figure, which tolerance.
 * Why: "the simulator agrees with theory" is a claim; this is the list of what exactly was compared.
 * How a figure is judged stands in `experiment.ts`; what keys and shards are compared with, in `sharding.ts`.
 */

import type { PolicyName } from '@/simulations/algorithms/balancing/policy.ts'
import { createBalancer, choose, open } from '@/simulations/algorithms/balancing/balancer.ts'
import { createRng } from '@/simulations/kernel/random.ts'
import table from '../theory.json' with { type: 'json' }
import { rowOf, type Claim as Figure, type Experiment, type Row } from './experiment.ts'
import { meanOfRun, meanOfTrials, quantileOfRun, variance, type Measured } from './measure.ts'
import { shardingExperiments } from './sharding.ts'
import {
  DETERMINISTIC, EXPONENTIAL, hyperexponential, littlesLawOf, LOGNORMAL, observe, observeErlangStages, station, type Observed, type System,
} from './stations.ts'

const MILLION = 1_000_000
const WARM_UP = 0.05

/** A figure that is read from a run. */
interface Claim extends Figure {
  of(observed: Observed): Measured
}

function compare(topic: string, name: string, system: System, requests: number, isQuick: boolean, claims: readonly Claim[], warmUp = WARM_UP): Experiment {
  return {
    topic, system: name, requests, isQuick,
    run(n, seed) {
      const observed = observe(system, n, seed, warmUp)
      const rows = claims.map((claim) => rowOf(topic, name, claim, claim.of(observed), n))
      return [...rows, littleRow(name, littlesLawOf(system, Math.min(n, 50_000), seed))]
    },
  }
}

function littleRow(system: string, problem: string): Row {
  const breaches = problem === '' ? 0 : 1
  return { topic: "Little's law", system, figure: problem === '' ? 'area under N(t) minus the sum of sojourns' : problem, measured: breaches, prediction: 0, interval: [breaches, breaches], tolerance: 0, isExact: true, passed: breaches === 0, requests: 50_000 }
}

const waiting = (prediction: number, relative: number, absolute = 0): Claim => ({ figure: 'mean wait (services)', prediction, relative, absolute, of: ({ waiting: values }) => meanOfRun(values) })
const response = (prediction: number, relative: number, isExact = true): Claim => ({ figure: 'mean response (services)', prediction, relative, isExact, of: ({ response: values }) => meanOfRun(values) })
const quantile = (q: number, prediction: number, relative: number): Claim => ({ figure: `p${q * 100} of response (services)`, prediction, relative, of: ({ response: values }) => quantileOfRun(values, q) })
const delayed = (prediction: number, relative: number, absolute: number): Claim => ({ figure: 'share that waits', prediction, relative, absolute, of: ({ waiting: values }) => meanOfRun(values.map((value) => (value > 0 ? 1 : 0))) })
const loss = (prediction: number, relative: number, absolute = 0): Claim => ({ figure: 'share refused', prediction, relative, absolute, of: ({ refused }) => meanOfRun(refused) })

function mm1(): Experiment[] {
  return table.mm1.filter(({ rho }) => rho <= 0.95).map(({ rho, W_in_service_times: w, Wq, p50, p95, p99 }) => {
    const within = rho <= 0.8 ? 0.03 : 0.1
    return compare('M/M/1', `ρ = ${rho}`, station(rho), rho >= 0.8 ? 4 * MILLION : MILLION, rho === 0.5, [
      response(w, within), waiting(Wq, within, 0.003), quantile(0.5, p50, within), quantile(0.95, p95, within), quantile(0.99, p99, within),
    ])
  })
}

function mmc(): Experiment[] {
  return table.mmc.filter(({ c, rho }) => [2, 4, 8, 32].includes(c) && rho <= 0.9).map(({ c, rho, P_wait: p, Wq_in_service_times: wq }) =>
    compare('M/M/c (Erlang C)', `c = ${c}, ρ = ${rho}`, station(c * rho, { workers: c }), (rho < 0.9 ? 1 : 4) * (c < 32 ? 1 : 1.5) * MILLION, c === 2 && rho === 0.7, [
      delayed(p, 0.05, 0.0005), waiting(wq, 0.05, 0.0005),
    ]))
}

function mg1(): Experiment[] {
  const kinds = [
    ['deterministic', DETERMINISTIC, 0.03], ['exponential', EXPONENTIAL, 0.05], ['hyperexp cv2=4', hyperexponential(4), 0.1], ['lognormal sigma=1 (cv2=e-1)', LOGNORMAL, 0.1],
  ] as const
  return kinds.flatMap(([service, work, within]) => table.mg1_PK.filter((one) => one.service === service && (one.rho < 0.9 || one.cv2 < 1)).map(({ rho, Wq_in_service_times: wq }) =>
    compare(service === 'deterministic' ? 'M/D/1' : 'M/G/1 (Pollaczek-Khinchine)', `${service}, ρ = ${rho}`, station(rho, { work }), rho > 0.5 ? 3 * MILLION : MILLION, rho === 0.5 && service !== 'hyperexp cv2=4', [waiting(wq, within)])))
}

/** The kernel and the station alone, without clients, balancer or links. */
function erlangStages(): Experiment[] {
  return table.mg1_PK.filter(({ service }) => service === 'erlang-4').map(({ rho, Wq_in_service_times: prediction }) => ({
    topic: 'M/G/1 (Pollaczek-Khinchine)', system: `bare station, erlang-4, ρ = ${rho}`, requests: rho > 0.5 ? 3 * MILLION : MILLION, isQuick: rho === 0.5,
    run(n, seed) {
      const measured = meanOfRun(observeErlangStages(rho, 4, n, seed, WARM_UP))
      return [rowOf(this.topic, this.system, { figure: 'mean wait (services)', prediction, relative: 0.05 }, measured, n)]
    },
  }))
}

function lossSystems(): Experiment[] {
  const b = table.erlangB.map(({ erlangs, servers, blocking }) =>
    compare('Erlang B', `${erlangs} erlangs, ${servers} workers`, station(erlangs, { workers: servers, queueCapacity: 0 }), MILLION, erlangs === 5, [loss(blocking, 0.02, 0.002)]))
  const k = table.mm1K.map(({ rho, K, loss: lost, L }) =>
    compare('M/M/1/K', `ρ = ${rho}, K = ${K}`, station(rho, { queueCapacity: K - 1 }), 2 * MILLION, rho === 1.2, [
      loss(lost, 0.02), { ...response(L / (rho * (1 - lost)), 0.02), figure: 'mean response = L / accepted rate (services)' },
    ]))
  return [...b, ...k]
}

/**
 * One line of arrivals over many servers. Drawn one at a time, each server is an M/M/1 of its own, exactly, whatever their number.
 * With two draws the prediction is that of infinitely many servers, so there are 500.
 */
function supermarket(): Experiment[] {
  const policies: [PolicyName, 'd1' | 'd2', number, number][] = [['random', 'd1', 0.9, 10], ['power-of-two-choices', 'd2', 0.99, 500]]
  return policies.flatMap(([policy, d, most, servers]) => table.supermarket.filter(({ lambda }) => lambda <= most).map((row) =>
    compare('d choices (Mitzenmacher)', `${policy}, ${servers} servers, λ = ${row.lambda}`, station(row.lambda * servers, { servers, policy }), (row.lambda > 0.9 || (row.lambda > 0.8 && d === 'd1') ? 4 : 1.5) * MILLION, false, [
      response(row[d], row.lambda > 0.9 ? 0.1 : 0.03, d === 'd1'),
    ], d === 'd1' ? WARM_UP : 0.3)))
}

/** n requests that never end, on n servers: how many does the fullest one hold? */
function ballsIntoBins(): Experiment[] {
  const rows = table.maxLoad_n_balls_n_bins.filter(({ n, d }) => n <= 1000 && d <= 2)
  return rows.map(({ n, d, meanMax, distribution, trials: theirs }) => ({
    topic: 'balls into bins', system: `n = ${n}, ${d === 1 ? 'random' : 'power-of-two-choices'}`, requests: 500 * n, isQuick: n === 100,
    run(requests, seed) {
      const maxima = Array.from({ length: Math.max(30, Math.round(requests / n)) }, (_, trial) => fullest(n, d === 1 ? 'random' : 'power-of-two-choices', seed * 1e6 + trial))
      const measured = meanOfTrials(maxima)
      const entries = Object.entries(distribution).map(([max, share]) => ({ max: Number(max), share: share as number }))
      const spread = entries.reduce((sum, { max, share }) => sum + share * (max - meanMax) * (max - meanMax), 0)
      // Both sides are samples: the table's of `theirs` trials, and ours.
      const deviation = Math.sqrt(spread / theirs + variance(maxima) / maxima.length)
      return [rowOf(this.topic, this.system, { figure: 'mean of the fullest server', prediction: meanMax, relative: 0, absolute: 4 * deviation + 0.001, isExact: false }, measured, requests)]
    },
  }))
}

function fullest(n: number, policy: PolicyName, seed: number): number {
  const rng = createRng(seed, 'balls')
  const servers = Array.from({ length: n }, (_, i) => ({ name: `s${i}`, address: '10.0.0.1', weight: 1, maxConnections: 0, backup: false, maxFails: 0, failTimeoutUs: 1e6, slowStartUs: 0 }))
  const balancer = createBalancer({ policy, servers, options: { decayUs: 1e6, draws: 2 } })
  for (let ball = 0; ball < n; ball++) open(balancer, choose(balancer, { clientAddress: '10.0.0.1', key: '', cookie: null, tried: [] }, 0, rng), 0)
  return Math.max(...balancer.pool.servers.map((server) => server.connections))
}

export const experiments: readonly Experiment[] = [
  ...mm1(), ...mmc(), ...mg1(), ...erlangStages(), ...lossSystems(), ...supermarket(), ...ballsIntoBins(), ...shardingExperiments,
]
