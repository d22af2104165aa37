/**
 * What: comparisons of sharding with formulas: how uneven a ring is, how many keys a new node moves, how slow the slowest of many is.
 * Why: "160 points a node even it out" and "only 1/(n + 1) of the keys move" are figures that a lesson repeats.
 *
 * Source: shares of a ring are gaps between evenly drawn points (Dirichlet), whose relative deviation is sqrt((N - 1) / (N V + 1)) and whose
 *   largest, with one point each, is H_N / N on average; the slowest of n parts: Dean and Barroso, "The Tail at Scale" (2013).
 */

import { addNode, createSharder, made, moved, type SchemeName, type Sharder } from '@/simulations/algorithms/sharding/sharder.ts'
import { countKeys, placeKeys } from '@/simulations/algorithms/sharding/placement.ts'
import type { RingState } from '@/simulations/algorithms/sharding/ring-scheme.ts'
import { runTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { arcShares } from '@/simulations/structures/hash-ring.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import table from '../theory.json' with { type: 'json' }
import { rowOf, type Experiment } from './experiment.ts'
import { meanOfRun, meanOfTrials, variance, type Measured } from './measure.ts'

const TRIALS = 400
const QUICK_TRIALS = 80

/** A sharder over nodes whose names differ from trial to trial: another name, another ring. */
function sharderOf(scheme: SchemeName, nodes: number, virtualNodes: number, trial: number): Sharder {
  return made(createSharder({ scheme, nodes: Array.from({ length: nodes }, (_, i) => ({ name: `trial-${trial}/node-${i}` })), options: { virtualNodes } }))
}

function sharesOf(nodes: number, virtualNodes: number, trial: number): number[] {
  return arcShares((sharderOf('consistent-ring', nodes, virtualNodes, trial).state as RingState).ring, nodes)
}

function trialsOf(requests: number): number {
  return Math.max(QUICK_TRIALS, Math.round(requests))
}

function imbalance(): Experiment[] {
  return table.ring.map(({ nodes, vnodes, relStddev: prediction }) => ({
    topic: 'hash ring', system: `${nodes} nodes, ${vnodes} points each`, requests: TRIALS, isQuick: nodes === 10,
    run(requests, seed) {
      const squares = Array.from({ length: trialsOf(requests) }, (_, trial) =>
        sharesOf(nodes, vnodes, seed * 1e4 + trial).reduce((sum, share) => sum + (share * nodes - 1) * (share * nodes - 1), 0) / nodes)
      const { figure, interval: [low, high] } = meanOfTrials(squares)
      const measured: Measured = { figure: Math.sqrt(figure), interval: [Math.sqrt(Math.max(0, low)), Math.sqrt(high)] }
      return [rowOf(this.topic, this.system, { figure: 'relative deviation of a share', prediction, relative: 0.1 }, measured, requests)]
    },
  }))
}

function fullest(): Experiment[] {
  return table.ring_max_over_mean_v1.map(({ nodes, H_N: prediction }) => ({
    topic: 'hash ring', system: `${nodes} nodes, 1 point each, the fullest`, requests: 4 * TRIALS, isQuick: nodes === 10,
    run(requests, seed) {
      const maxima = Array.from({ length: trialsOf(requests) }, (_, trial) => Math.max(...sharesOf(nodes, 1, seed * 1e4 + trial)) * nodes)
      return [rowOf(this.topic, this.system, { figure: 'largest share over the mean (H_N)', prediction, relative: 0.05 }, meanOfTrials(maxima), requests)]
    },
  }))
}

/** A node joins: the share of the keys that have another node afterwards. */
function remap(): Experiment[] {
  const keys = Array.from({ length: 4_000 }, (_, i) => `user:${i}`)
  const schemes: readonly [SchemeName, 'consistent_minimum' | 'modulo_moves', boolean][] = [
    ['consistent-ring', 'consistent_minimum', false], ['jump', 'consistent_minimum', true], ['rendezvous', 'consistent_minimum', true],
    ['redis-slots', 'consistent_minimum', true], ['modulo', 'modulo_moves', true],
  ]
  return schemes.flatMap(([scheme, formula, isExact]) => table.remap.map((row): Experiment => ({
    topic: 'keys that move', system: `${scheme}, ${row.from} to ${row.to} nodes`, requests: keys.length * 60, isQuick: row.from === 4,
    run(requests, seed) {
      const trials = Math.max(12, Math.round(requests / keys.length))
      const shares = Array.from({ length: trials }, (_, trial) => {
        const before = sharderOf(scheme, row.from, 160, seed * 1e4 + trial)
        const ours = keys.map((key) => `${trial}/${key}`)
        return moved(before, made(addNode(before, { name: `trial-${seed}/late-${trial}` })), ours).share
      })
      // The arc that a node takes from a ring is of chance: only its mean over many rings is 1/(n + 1). Slots are whole.
      return [rowOf(this.topic, this.system, { figure: 'share of the keys that move', prediction: row[formula], relative: 0, absolute: 0.02, isExact: isExact && scheme !== 'redis-slots' }, meanOfTrials(shares), requests)]
    },
  })))
}

/** As many keys as nodes: how many has the fullest node? */
function keysIntoNodes(): Experiment[] {
  return (['modulo', 'jump', 'rendezvous'] as const).flatMap((scheme) => table.maxLoad_n_balls_n_bins.filter(({ n, d }) => d === 1 && n <= (scheme === 'rendezvous' ? 100 : 1000)).map((row): Experiment => ({
    topic: 'balls into bins', system: `n = ${row.n} keys, ${scheme}`, requests: 500 * row.n, isQuick: row.n === 100,
    run(requests, seed) {
      const sharder = sharderOf(scheme, row.n, 1, seed)
      const maxima = Array.from({ length: Math.max(60, Math.round(requests / row.n)) }, (_, trial) =>
        Math.max(...countKeys(placeKeys(sharder, Array.from({ length: row.n }, (_key, i) => `${seed}:${trial}:${i}`)), row.n)))
      const entries = Object.entries(row.distribution).map(([max, share]) => ({ max: Number(max), share: share as number }))
      const spread = entries.reduce((sum, { max, share }) => sum + share * (max - row.meanMax) * (max - row.meanMax), 0)
      const deviation = Math.sqrt(spread / row.trials + variance(maxima) / maxima.length)
      return [rowOf(this.topic, this.system, { figure: 'mean of the fullest node', prediction: row.meanMax, relative: 0, absolute: 4 * deviation + 0.001, isExact: false }, meanOfTrials(maxima), requests)]
    },
  })))
}

/** Requests that are asked of every shard, where nobody waits: how many meet a part that one in a hundred takes so long for? */
function slowestOfMany(): Experiment[] {
  const SLOW_US = 46_052 // 10 ms · ln 100: one in a hundred exponential parts takes longer
  return table.tail_at_scale.filter(({ fanout }) => fanout <= 10).map(({ fanout, P_at_least_one_slow_1pct: prediction }): Experiment => ({
    topic: 'the tail at scale', system: `${fanout} ${fanout === 1 ? 'shard' : 'shards'}, all asked`, requests: 200_000, isQuick: true,
    run(requests, seed) {
      const reading = readTrafficScenario({
        id: 'tail', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed, duration: `${Math.ceil(requests / 400)} s`,
        clients: { load: { open: { rate: '400/s' } }, requests: { search: { work: 'exponential 10 ms', by: 'long-url' } } },
        links: { clients: '0 ms', servers: '0 ms' }, balancer: { policy: 'round-robin' }, shards: { by: 'short-code' },
        servers: Object.fromEntries(Array.from({ length: fanout }, (_, i) => [`s${i + 1}`, { workers: 256, queue: 10_000 }])),
      })
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
      const { system } = runTraffic(reading.scenario.config, seed, [], { events: 1e9, memoryBytes: 4e9 }, null)
      const { latencyUs, outcome, count } = system.requests
      const slow = Array.from({ length: count }, (_, row) => row).filter((row) => outcome[row] === 1).map((row) => (latencyUs[row]! > SLOW_US ? 1 : 0))
      return [rowOf(this.topic, this.system, { figure: 'share that meets a slow part', prediction, relative: 0.05, absolute: 0.001 }, meanOfRun(Float64Array.from(slow)), count)]
    },
  }))
}

export const shardingExperiments: readonly Experiment[] = [...imbalance(), ...fullest(), ...remap(), ...keysIntoNodes(), ...slowestOfMany()]
