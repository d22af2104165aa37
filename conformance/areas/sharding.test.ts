import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Adapter } from '../adapter.ts'
import { adapters } from '../index.ts'
import { exitCodeOf, replayPaths, type ReplayReport } from '../replay.ts'
import { ourCluster, redisClusterAdapter, type ClusterEngine } from './redis-cluster.ts'
import { ourSharding, type ShardingEngine } from './sharding-engine.ts'
import { shardingAdapters } from './sharding.ts'

const traces = join(dirname(fileURLToPath(import.meta.url)), '..', 'traces')
const recordings = ['hashing', 'redis/keyslot.json', 'redis/cluster.json'].map((name) => join(traces, name))

function replayWith(sharding: ShardingEngine, cluster: ClusterEngine, paths: readonly string[] = recordings): ReplayReport {
  const all: readonly Adapter[] = [...shardingAdapters(sharding), redisClusterAdapter(cluster)]
  return replayPaths(paths, { adapters: new Map(all.map((adapter) => [adapter.area, adapter])) })
}

function failedOf(report: ReplayReport, area: string): number {
  return report.areas.find((item) => item.area === area)!.cases.filter(({ result }) => result.kind !== 'matched').length
}

describe('every recording of keys and places', () => {
  it.each([
    ['sharding.kafka.partitioner', 2],
    ['sharding.ketama.libmemcached', 4],
    ['sharding.ketama.npm_hashring', 2],
    ['sharding.cassandra.murmur3', 1],
    ['sharding.redis.keyslot', 1],
    ['sharding.redis.cluster', 1],
    ['sharding.jump_hash', 1],
    ['sharding.maglev', 1],
    ['hash.xxhash', 1],
    ['sketch.bloom.leveldb', 9],
  ])('%s: all %i cases are read and match, and the area is registered', (area, cases) => {
    const report = replayWith(ourSharding, ourCluster)
    expect(report.areas.find((item) => item.area === area)!.cases).toHaveLength(cases)
    expect(failedOf(report, area)).toBe(0)
    expect(adapters.has(area)).toBe(true)
  })
})

describe('a wrong rule is told', () => {
  const forgetful: Partial<ClusterEngine> = { execute: (cluster, node, _client, argv) => ourCluster.execute(cluster, node, { isAsking: false }, argv) }
  const rewording = (from: RegExp, to: string): Partial<ClusterEngine> => ({
    execute: (...given) => {
      const execution = ourCluster.execute(...given)
      const { reply } = execution as { reply?: unknown }
      if (typeof reply !== 'object' || reply === null || !('error' in reply)) return execution
      return { kind: 'replied', reply: { error: String(reply.error).replace(from, to) } }
    },
  })
  const mutants: [string, string, Partial<ShardingEngine>, Partial<ClusterEngine>?][] = [
    ['the sign is dropped by taking the absolute value', 'sharding.kafka.partitioner', { partitionOf: (name, key, n) => (name === 'murmur2' ? Math.abs(ourSharding.murmur2(key)) % n : ourSharding.partitionOf(name, key, n)) }],
    ['fnv1a is cut like murmur2', 'sharding.kafka.partitioner', { partitionOf: (name, key, n) => (name === 'fnv1a' ? (ourSharding.partitionOf('fnv1a', key, 2 ** 31) & 0x3fffffff) % n : ourSharding.partitionOf(name, key, n)) }],
    ['everybody uses crc32', 'sharding.kafka.partitioner', { partitionOf: (_name, key, n) => ourSharding.partitionOf('crc32', key, n) }],
    ['KETAMA is taken for ketama', 'sharding.ketama.libmemcached', { createSharder: (config) => ourSharding.createSharder({ ...config, scheme: 'libmemcached-weighted' }) }],
    ['weights are left out', 'sharding.ketama.libmemcached', { createSharder: (config) => ourSharding.createSharder({ ...config, nodes: config.nodes.map(({ name }) => ({ name })) }) }],
    ['the port stays in the label', 'sharding.ketama.libmemcached', { createSharder: (config) => ourSharding.createSharder({ ...config, nodes: config.nodes.map((node) => ({ ...node, name: `${node.name}0` })) }) }],
    ['three points a digest', 'sharding.ketama.npm_hashring', { ketamaPoints: (name, digests, _points, digest) => ourSharding.ketamaPoints(name, digests, 3, digest) }],
    ['one digest more', 'sharding.ketama.npm_hashring', { ketamaPoints: (name, digests, points, digest) => ourSharding.ketamaPoints(name, digests + 1, points, digest) }],
    ['the point before, not the one after', 'sharding.ketama.npm_hashring', { rowAtOrAfter: (ring, hash) => (ourSharding.rowAtOrAfter(ring, hash) + ring.places.length - 1) % ring.places.length }],
    ['bytes are read unsigned', 'sharding.cassandra.murmur3', { cassandraToken: (key) => (/[^\0-\x7f]/.test(String(key)) ? ourSharding.cassandraToken(key) + 1n : ourSharding.cassandraToken(key)) }],
    ['hash tags are not known', 'sharding.redis.keyslot', { slotOf: (key) => ourSharding.slotOf(key.replaceAll('{', '(')) }],
    ['the last brace counts, not the first', 'sharding.redis.keyslot', { slotOf: (key) => { const at = key.lastIndexOf('{'); return at < 0 ? ourSharding.slotOf(key) : ourSharding.slotOf(key.slice(at)) } }],
    ['the halves of the key are swapped', 'sharding.jump_hash', { jumpBucket: (high, low, n) => ourSharding.jumpBucket(low, high, n) }],
    ['one bucket fewer', 'sharding.jump_hash', { jumpBucket: (high, low, n) => ourSharding.jumpBucket(high, low, Math.max(1, n - 1)) }],
    ['the last one begins', 'sharding.maglev', { fillTable: (strides, weights, rows) => ourSharding.fillTable([...strides].reverse(), weights, rows).map((i) => strides.length - 1 - i) }],
    ['no seed', 'hash.xxhash', { xxh32: (key) => ourSharding.xxh32(key) }],
    ['the twin on pairs has another seed', 'hash.xxhash', { hashPairs: (bytes, high, low) => ourSharding.hashPairs(bytes, high, low ^ 1) }],
    ['XXH3 is XXH64', 'hash.xxhash', { xxh3: (key) => ourSharding.xxh64(key) }],
    ['one bit a key more', 'sketch.bloom.leveldb', { createBloom: (keys, bits) => ourSharding.createBloom(keys, bits + 1) }],
    ['one probe too few', 'sketch.bloom.leveldb', { createBloom: (keys, bits) => { const filter = ourSharding.createBloom(keys, bits); filter[filter.length - 1]!--; return filter } }],
    ['ASKING is forgotten at once', 'sharding.redis.cluster', {}, forgetful],
    ['ASK and MOVED are one', 'sharding.redis.cluster', {}, rewording(/^ASK/, 'MOVED')],
    ['a slot that is split is asked for again', 'sharding.redis.cluster', {}, rewording(/^TRYAGAIN.*/, 'ASK 15891 127.0.0.1:18310')],
    ['the slots begin one later', 'sharding.redis.cluster', {}, { createCluster: (members, ranges) => ourCluster.createCluster(members, ranges.map((range) => ({ ...range, from: range.from + 1 }))) }],
  ]

  it.each(mutants)('%s (%s)', (_title, area, sharding, cluster = {}) => {
    const report = replayWith({ ...ourSharding, ...sharding }, { ...ourCluster, ...cluster })
    expect(failedOf(report, area)).toBeGreaterThan(0)
    expect(exitCodeOf(report)).toBe(1)
  })

  it('has a mutant for every area', () => {
    const covered = new Set(mutants.map(([, area]) => area))
    expect([...shardingAdapters(ourSharding), redisClusterAdapter()].filter(({ area }) => !covered.has(area))).toEqual([])
  })
})

describe('cases of another shape', () => {
  const replay = (area: string, item: Record<string, unknown>, isWhole = false): string => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
    writeFileSync(join(folder, 'case.json'), JSON.stringify({ format: 'fidelity-trace/1', area, ...(isWhole ? item : { cases: [{ id: 'x', ...item }] }) }))
    const { result } = replayWith(ourSharding, ourCluster, [join(folder, 'case.json')]).areas[0]!.cases[0]!
    rmSync(folder, { recursive: true })
    return result.kind === 'unreadable' ? result.message : result.kind
  }
  const server = { host: '10.0.1.1', port: 11211 }
  const ranges = [{ from: 0, to: 16383, node: 0 }]

  it.each<[string, string, Record<string, unknown>, RegExp, boolean?]>([
    ['no partitions', 'sharding.kafka.partitioner', { partitions: 0, keys: [], murmur2: [] }, /no partitions/],
    ['no partitioner', 'sharding.kafka.partitioner', { partitions: 6, keys: [] }, /no partitioner was recorded/],
    ['a partitioner that nobody knows', 'sharding.kafka.partitioner', { partitions: 6, keys: ['a'], sticky: [1] }, /unknown field "sticky"/],
    ['lists of two lengths', 'sharding.kafka.partitioner', { partitions: 6, keys: ['a', 'b'], murmur2: [1] }, /2 keys and 1 answers/],
    ['another mode', 'sharding.ketama.libmemcached', { mode: 'spy', servers: [server], keys: [], picks: [] }, /mode "spy" is not known/],
    ['another digest', 'sharding.ketama.npm_hashring', { servers: ['a:1'], algorithm: 'sha512', keys: [], picks: [] }, /algorithm "sha512" is not known/],
    ['an option that changes the ring', 'sharding.ketama.npm_hashring', { servers: ['a:1'], options: { hasher: 1 }, keys: [], picks: [] }, /unknown field "hasher"/],
    ['a key that is a number', 'sharding.redis.keyslot', { keys: [1], slots: [1] }, /not a string/, true],
    ['a vector of two', 'sharding.jump_hash', { vectors: [['1', 2]] }, /vector 0 is not/, true],
    ['no buckets', 'sharding.jump_hash', { vectors: [['1', 0, 0]] }, /asks for 0 buckets/, true],
    ['a stride that leaves rows out', 'sharding.maglev', { M: 8, backends: [{ name: 'a', offset: 0, skip: 2 }], before: [] }, /do not come by all of 8 rows/, true],
    ['a table without a stranger', 'sharding.maglev', { M: 7, backends: [{ name: 'a', offset: 0, skip: 2 }], afterRemovingX: [] }, /"X" is not a backend/, true],
    ['another hash', 'hash.xxhash', { keys: ['a'], xxh128: ['0'] }, /unknown field "xxh128"/, true],
    ['a filter of any size', 'sketch.bloom.leveldb', { bitsPerKey: 10, n: 1e12, probes: 1 }, /at most/],
    ['a command that is not modelled', 'sharding.redis.cluster', { ports: [1], ranges, steps: [{ node: 0, cmd: ['LPUSH', 'a', 'b'], reply: 1 }] }, /command LPUSH is not modelled/, true],
    ['an unknown event', 'sharding.redis.cluster', { ports: [1], ranges, steps: [{ event: 'node 0 paused' }] }, /event "node 0 paused" is not known/, true],
    ['a question to a dead node', 'sharding.redis.cluster', { ports: [1], ranges, steps: [{ event: 'node 0 killed' }, { node: 0, cmd: ['GET', 'a'], reply: null }] }, /which was killed/, true],
  ])('%s fails that case with a sentence', (_title, area, item, message, isWhole) => expect(replay(area, item, isWhole)).toMatch(message))

  it('what the same program could have recorded otherwise is read', () => {
    // npm hashring 3.2.0 itself, recorded for this test
    const keys = Array.from({ length: 80 }, (_, i) => `k${i * i}`)
    for (const item of JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'fixtures/hashring.json'), 'utf8')) as Record<string, unknown>[]) {
      expect(replay('sharding.ketama.npm_hashring', { keys, ...item })).toBe('matched')
    }
    // libmemcached: a weight of 0 counts as 1
    expect(replay('sharding.ketama.libmemcached', { mode: 'weighted', servers: [{ ...server, weight: 0 }], keys: ['a'], picks: ['10.0.1.1:11211'] })).toBe('matched')
  })
})
