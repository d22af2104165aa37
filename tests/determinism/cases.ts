/**
 * What: many different runs, and the hash of each: every policy in calm and in storm, with open and with closed load, and a
 * batch of random systems. `golden.json` holds what they gave when a person last looked.
 */

import { generate, type Document } from '../fuzz/generate.ts'
import { generatePlacement } from '../fuzz/generate-placement.ts'
import { withLimiter } from '../fuzz/generate-limiter.ts'
import { withShards } from '../fuzz/generate-shards.ts'
import { tracePlacement } from '../../simulations/components/placement/run-placement.ts'
import { traceTraffic } from '../../simulations/components/traffic/run-traffic.ts'
import { hashTrace } from '../../simulations/kernel/trace-hash.ts'
import { readPlacementScenario, SCHEMES } from '../../simulations/scenario/placement-scenario.ts'
import { LIMIT_ALGORITHMS } from '../../simulations/scenario/limiter-section.ts'
import { POLICIES, readTrafficScenario } from '../../simulations/scenario/traffic-scenario.ts'

const SIZE = { seconds: 4, requests: 500 }
const RANDOM_SEEDS = 30
const RANDOM_SHARDED = 12

const storm = [
  { at: '500 ms', do: { kind: 'stop-server', server: 's1' } }, { at: '1 s', do: { kind: 'slow-server', server: 's2', factor: 3.7 } },
  { at: '1300 ms', do: { kind: 'start-server', server: 's1' } }, { at: '1500 ms', do: { kind: 'add-server' } },
  { at: '1700 ms', do: { kind: 'cut-link', server: 's3' } }, { at: '2 s', do: { kind: 'set-rate', factor: 1.9 } },
  { at: '2200 ms', do: { kind: 'heal-link', server: 's3' } }, { at: '2400 ms', do: { kind: 'slow-link', server: 's2', factor: 2.3 } },
  { at: '2600 ms', do: { kind: 'drain-server', server: 's4' } }, { at: '2800 ms', do: { kind: 'set-weight', server: 's3', weight: 5 } },
]

function base(policy: string): Document {
  return {
    id: 'golden', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 4_000_000_007, duration: '3 s',
    clients: {
      count: 33, keys: { count: 300, zipf: 1.1 }, timeout: '400 ms',
      load: { open: { rate: [{ at: '0 s', rate: '150/s' }, { at: '1 s', rate: '333.3/s' }, { at: '3 s', rate: '20/s' }], bursts: { every: '700 ms', size: 12 } } },
      requests: {
        light: { share: 7, work: { lognormal: { median: '9 ms', sigma: 0.8 }, plus: '1 ms' } }, heavy: { share: 2, work: 'exponential 60 ms' },
        wild: { share: 1, work: { pareto: { min: '3 ms', alpha: 1.3 } } },
      },
    },
    links: { clients: 'exponential 6 ms', servers: '1..3 ms' },
    balancer: { policy, waiting: 10, tries: 3, 'try-timeout': '150 ms', checks: { every: '300 ms', timeout: '100 ms' }, draws: 3, decay: '700 ms' },
    servers: { s1: { weight: 5, connections: 9 }, s2: { speed: 0.7, 'slow-start': '2 s' }, s3: { workers: 2, queue: 3, 'max-fails': 2, 'fail-timeout': '1 s' } },
  }
}

function cases(): [string, Document][] {
  const written = POLICIES.flatMap((policy): [string, Document][] => {
    const document = base(policy)
    const closed = { ...(document['clients'] as Document), load: { closed: { users: 40, think: 'exponential 90 ms' } } }
    return [
      [`${policy}, calm`, document],
      [`${policy}, storm`, { ...document, script: storm }],
      [`${policy}, storm, users who wait`, { ...document, script: storm, clients: closed }],
    ]
  })
  const random = Array.from({ length: RANDOM_SEEDS }, (_, i): [string, Document] => [`random system ${i + 1}`, generate(900_001 + i, SIZE)])
  const shared = base('round-robin')
  const { requests } = shared['clients'] as { requests: Document }
  const asking = { ...requests, light: { ...(requests['light'] as Document), query: 'exponential 12 ms' }, heavy: { ...(requests['heavy'] as Document), query: '20..60 ms' } }
  const database: [string, Document] = ['round-robin, storm, a database', { ...shared, script: storm, clients: { ...(shared['clients'] as Document), requests: asking }, database: { workers: 3, queue: 20, crowding: 0.03 } }]
  return [...written, database, ...random, ...sharded(), ...limited()]
}

/** A limiter in front: every rule on its own nodes, every place for counts with a store that fails; and random ones. */
function limited(): [string, Document][] {
  const document = base('least-connections')
  const clients = { ...(document['clients'] as Document), tenants: { acme: { share: 3 }, globex: { share: 1, rate: '20/s' } }, retry: { how: 'backoff', attempts: 3 } }
  const limit = { rate: '90/s', burst: 12, window: '500 ms', queue: 6, concurrency: 5, key: 'tenant', nodes: 2, spread: 'random' }
  // nginx's limit_conn decides as its parent does: their runs are the same bytes.
  const rules = LIMIT_ALGORITHMS.filter((name) => name !== 'nginx-limit-conn').map((algorithm): [string, Document] => [`limited by ${algorithm}, storm`, { ...document, clients, limiter: { ...limit, algorithm }, script: storm }])
  const failing = [...storm, { at: '700 ms', do: { kind: 'slow-store', factor: 80 } }, { at: '1100 ms', do: { kind: 'stop-store' } }, { at: '1600 ms', do: { kind: 'start-store' } }, { at: '2 s', do: { kind: 'cut-store-link' } }, { at: '2500 ms', do: { kind: 'heal-store-link' } }, { at: '2700 ms', do: { kind: 'set-limit', factor: 0.5 } }]
  const store = { link: 'exponential 1 ms', work: '50..200 us', timeout: '25 ms', every: '60 ms' }
  const places = ([['script', 'shared', 'token-bucket'], ['incr-expire', 'shared', 'fixed-window'], ['read-write', 'shared', 'fixed-window'], ['script', 'synchronised', 'fixed-window']] as const)
    .map(([by, counts, algorithm]): [string, Document] => [`limit ${counts} by ${by}, a store that fails`, { ...document, clients, limiter: { ...limit, algorithm, counts, store: { ...store, by, 'when-silent': counts === 'shared' && by === 'script' ? 'closed' : 'open' } }, script: failing }])
  const random = Array.from({ length: RANDOM_SHARDED }, (_, i): [string, Document] => [`random limiter ${i + 1}`, withLimiter(generate(930_001 + i, SIZE), 930_001 + i, 1)])
  return [...rules, ...places, ...random]
}

/** Servers that hold records: four shards, two with copies, one primary with copies, reads that share a try; and random ones. */
function sharded(): [string, Document][] {
  const document = base('least-connections')
  const clients = {
    ...(document['clients'] as Document), keys: { count: 120, zipf: 1.2 },
    requests: { read: { share: 6, work: 'exponential 9 ms' }, find: { share: 1, work: '4..20 ms', by: 'long-url' }, write: { share: 3, work: 'exponential 14 ms', writes: true } },
  }
  const servers = { ...(document['servers'] as Document), s4: { workers: 2 } }
  const written = [{ copies: 0, scheme: 'consistent-ring' }, { copies: 1, failover: '120 ms', 'copy-link': 'exponential 30 ms' }, { copies: 3, scheme: 'modulo', by: 'long-url' }]
    .map((shards, i): [string, Document] => [`shards ${i + 1}, storm`, { ...document, clients, servers, shards, balancer: { ...(document['balancer'] as Document), coalesce: i === 1 }, script: storm }])
  const resharding: [string, Document] = ['slots that move, storm', {
    ...document, clients, servers, shards: { by: 'key', together: 12, move: '3 ms' },
    script: [...storm, { at: '300 ms', do: { kind: 'move-slots', server: 's1', to: 's4', share: 0.7 } }, { at: '1900 ms', do: { kind: 'move-slots', server: 's2', to: 's3', share: 0.4 } }],
  }]
  const random = Array.from({ length: RANDOM_SHARDED }, (_, i): [string, Document] => [`random shards ${i + 1}`, withShards(generate(910_001 + i, SIZE), 910_001 + i, 0.9)])
  return [...written, ...random, resharding]
}

/** Keys on nodes: every scheme while nodes come and go, as a store and as a cache; and random ones that can be run. */
function placed(): [string, Document][] {
  const changes = [
    { at: '500 ms', do: { kind: 'add-node', node: 'e' } }, { at: '1 s', do: { kind: 'mark-down', node: 'b' } },
    { at: '1800 ms', do: { kind: 'mark-up', node: 'b' } }, { at: '2200 ms', do: { kind: 'remove-node', node: 'a' } },
  ]
  const written = SCHEMES.flatMap((name, number) => [{ copied: '200 kB/s' }, { refilled: 'exponential 30 ms' }].map((moves, i): [string, Document] => [`keys by ${name}, ${i === 0 ? 'store' : 'cache'}`, {
    id: 'golden', family: 'placement', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 4_000_000_007 + number, duration: '3 s', scheme: { name, table: 251 },
    nodes: { a: {}, b: {}, 'node-다': {}, d: {} }, keys: { names: 'scripts', count: 500, size: '1 kB', copies: i + 1 },
    lookups: { rate: '150/s', zipf: 1.1, hot: 0.1, link: 'exponential 4 ms' }, moves, script: changes,
  }]))
  const random = Array.from({ length: RANDOM_SEEDS }, (_, i): [string, Document] => [`random keys ${i + 1}`, generatePlacement(920_001 + i)])
  return [...written, ...random.filter(([, document]) => readPlacementScenario(document).ok)]
}

/** Name of the case to the hash of its trace. */
export function hashAll(): Record<string, string> {
  const traffic = cases().map(([name, document]): [string, string] => {
    const reading = readTrafficScenario(document)
    if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading.problems)}`)
    const { config, seed, script } = reading.scenario
    return [name, hashTrace(traceTraffic(config, seed, script))]
  })
  const keys = placed().map(([name, document]): [string, string] => {
    const reading = readPlacementScenario(document)
    if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading.problems)}`)
    const { config, seed, script } = reading.scenario
    return [name, hashTrace(tracePlacement(config, seed, script))]
  })
  return Object.fromEntries([...traffic, ...keys])
}
