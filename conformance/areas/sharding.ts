/**
 * What: the recorded areas of keys and their places: partitioners, tokens, ketama rings, slots, and the hashes below them.
 */

import { locateHash, type ShardingEngine } from './sharding-engine.ts'
import { hashed } from '@/simulations/structures/xxh64-pairs.ts'
import { CaseError, MATCHED, isSame, mismatch, readInteger, readList, readRecords, readString, refuseUnknown, type Adapter, type CaseResult } from '../adapter.ts'
import { isRecord, type TraceCase } from '../format.ts'

/** What every recording may carry beside its own fields. */
const ENVELOPE = ['id', 'format', 'area', 'system', 'config', 'how', 'recordedAt', 'note', 'deterministic', 'alternatives']

/** Keeps a recording from asking for a table of any size. */
const MOST = 10_000_000

export function shardingAdapters(engine: ShardingEngine): readonly Adapter[] {
  return [
    { area: 'sharding.kafka.partitioner', replay: (item) => replayKafka(item, engine) },
    { area: 'sharding.ketama.libmemcached', replay: (item) => replayLibmemcached(item, engine) },
    { area: 'sharding.ketama.npm_hashring', replay: (item) => replayHashring(item, engine) },
    { area: 'sharding.cassandra.murmur3', isWhole: true, replay: (item) => replayPairs(item, 'keys', 'tokens', (key) => engine.cassandraToken(key).toString()) },
    { area: 'sharding.redis.keyslot', isWhole: true, replay: (item) => replayPairs(item, 'keys', 'slots', (key) => engine.slotOf(key)) },
    { area: 'sharding.jump_hash', isWhole: true, replay: (item) => replayJump(item, engine) },
    { area: 'sharding.maglev', isWhole: true, replay: (item) => replayMaglev(item, engine) },
    { area: 'hash.xxhash', isWhole: true, replay: (item) => replayXxhash(item, engine) },
    { area: 'sketch.bloom.leveldb', replay: (item) => replayBloom(item, engine) },
  ]
}

/** Two lists of one length: what was asked, and what was answered. */
function replayPairs(item: TraceCase, asked: string, answered: string, answer: (key: string) => unknown): CaseResult {
  refuseUnknown(item, 'the recording', [...ENVELOPE, asked, answered])
  return compareColumn(readKeys(item, asked), readList(item, answered), answer)
}

function compareColumn(keys: readonly string[], expected: readonly unknown[], answer: (key: string) => unknown): CaseResult {
  if (expected.length !== keys.length) throw new CaseError(`${keys.length} keys and ${expected.length} answers`)
  for (const [step, key] of keys.entries()) {
    const got = answer(key)
    if (!isSame(expected[step], got)) return mismatch(step, expected[step], got)
  }
  return MATCHED
}

function readKeys(item: TraceCase, field: string): string[] {
  return readList(item, field).map((key) => {
    if (typeof key !== 'string') throw new CaseError(`"${field}" holds a key that is not a string`)
    return key
  })
}

function replayKafka(item: TraceCase, engine: ShardingEngine): CaseResult {
  const columns = ['murmur2', 'javaDefault', 'librdkafkaCrc32Consistent', 'fnv1a']
  // How many keys other clients place elsewhere was noted by the recorder; it is not a decision of these partitioners.
  refuseUnknown(item, 'a partitioner case', [...ENVELOPE, 'partitions', 'keys', ...columns, 'kafkajsLegacyDiffers', 'kafkajsVsLibrdkafkaDifferences'])
  const partitions = readInteger(item, 'partitions', undefined, MOST)
  if (partitions === 0) throw new CaseError('there are no partitions')
  const keys = readKeys(item, 'keys')
  const answers: [string, (key: string) => number][] = [
    ['murmur2', engine.murmur2],
    ['javaDefault', (key) => engine.partitionOf('murmur2', key, partitions)],
    ['librdkafkaCrc32Consistent', (key) => engine.partitionOf('crc32', key, partitions)],
    ['fnv1a', (key) => engine.partitionOf('fnv1a', key, partitions)],
  ]
  return firstDifference(item, keys, answers, 'no partitioner')
}

/** Every column that was recorded; at least one. */
function firstDifference(item: TraceCase, keys: readonly string[], answers: readonly [string, (key: string) => unknown][], none: string): CaseResult {
  const recorded = answers.filter(([field]) => item[field] !== undefined)
  if (recorded.length === 0) throw new CaseError(`${none} was recorded`)
  for (const [field, answer] of recorded) {
    const result = compareColumn(keys, readList(item, field), answer)
    if (result.kind === 'mismatched') return mismatch(result.step, { [field]: result.expected }, { [field]: result.got })
  }
  return MATCHED
}

function replayLibmemcached(item: TraceCase, engine: ShardingEngine): CaseResult {
  refuseUnknown(item, 'a libmemcached case', [...ENVELOPE, 'mode', 'servers', 'keys', 'picks'])
  const mode = readString(item, 'mode')
  if (mode !== 'ketama' && mode !== 'weighted' && mode !== 'modula') throw new CaseError(`mode "${mode}" is not known`)
  const rows = readRecords(item, 'servers').map((row) => {
    refuseUnknown(row, 'a server', ['host', 'port', 'weight'])
    const weight = readInteger(row, 'weight', 1, 1_000_000)
    return { name: `${readString(row, 'host')}:${readInteger(row, 'port', undefined, 65_535)}`, weight: Math.max(1, weight) } // weight ? weight : 1
  })
  const keys = readKeys(item, 'keys')
  const nameOf = (index: number): string | null => rows[index]?.name ?? null
  if (mode === 'modula') return compareColumn(keys, readList(item, 'picks'), (key) => nameOf(rows.length === 0 ? -1 : engine.oneAtATime(key) % rows.length))
  // A server heavier than 1 switches weights on; the key's hash stays what the option chose.
  const isWeighted = mode === 'weighted' || rows.some((row) => row.weight > 1)
  const result = engine.createSharder({ scheme: isWeighted ? 'libmemcached-weighted' : 'libmemcached-ketama', nodes: rows })
  if (result.kind === 'refused') throw new CaseError(result.detail)
  const { sharder } = result
  const locate = mode === 'ketama' ? (key: string) => locateHash(sharder, engine.oneAtATime(key)) : (key: string) => engine.locate(sharder, key)
  return compareColumn(keys, readList(item, 'picks'), (key) => nameOf(locate(key)))
}

interface HashringServer {
  readonly name: string
  readonly weight: number
  /** Digests set by hand, or 0. */
  readonly vnodes: number
}

/** npm hashring lets a server say its number of digests itself, and has options for other clients' rings. */
function replayHashring(item: TraceCase, engine: ShardingEngine): CaseResult {
  refuseUnknown(item, 'a hashring case', [...ENVELOPE, 'servers', 'algorithm', 'options', 'keys', 'picks'])
  const algorithm = readString(item, 'algorithm', 'md5')
  if (algorithm !== 'md5' && algorithm !== 'sha1') throw new CaseError(`algorithm "${algorithm}" is not known`)
  const options = item.options ?? {}
  if (!isRecord(options)) throw new CaseError('"options" is not an object')
  refuseUnknown(options, 'the options', ['vnode count', 'default port', 'compatibility', 'replicas', 'max cache size'])
  const digests = readInteger(options, 'vnode count', 40, 100_000)
  const words = algorithm === 'md5' ? 4 : 5
  const replicas = options.compatibility !== undefined ? (options.compatibility === 'hash_ring' ? 3 : 4) : Math.max(1, readInteger(options, 'replicas', 4, words))
  const defaultPort = options['default port'] ?? null
  const servers = readHashringServers(item.servers)
  const total = servers.reduce((sum, server) => sum + server.weight, 0)
  const points = servers.map(({ name, weight, vnodes }) => {
    const own = vnodes === 0 ? digests : vnodes
    const count = own === digests ? Math.floor((weight / total) * own * servers.length) : own
    const [host, port] = name.split(':')
    return engine.ketamaPoints(defaultPort !== null && Number(port) === defaultPort ? host! : name, count, replicas, algorithm)
  })
  const ring = engine.createHashRing(points)
  return compareColumn(readKeys(item, 'keys'), readList(item, 'picks'), (key) => {
    const row = engine.rowAtOrAfter(ring, engine.digestWords(key, algorithm)[0]!)
    return row < 0 ? null : servers[ring.owners[row]!]!.name
  })
}

/** A list of names, or an object from names to weights or to `{ weight, vnodes }`. (connection-parse, `address`) */
function readHashringServers(servers: unknown): HashringServer[] {
  const one = (name: unknown, value: unknown): HashringServer => {
    if (typeof name !== 'string') throw new CaseError('a server is not a string')
    if (isRecord(value)) refuseUnknown(value, 'a server', ['weight', 'vnodes'])
    const weight = Number((isRecord(value) ? value.weight : value) ?? 1) || 1
    if (!(weight > 0 && weight <= 1_000_000)) throw new CaseError(`the weight of "${name}" is ${weight}`)
    return { name, weight, vnodes: isRecord(value) ? readInteger(value, 'vnodes', 0, 100_000) : 0 }
  }
  if (Array.isArray(servers)) return servers.map((name) => one(name, undefined))
  if (isRecord(servers)) return Object.entries(servers).map(([name, value]) => one(name, value))
  if (typeof servers === 'string') return [one(servers, undefined)]
  throw new CaseError('"servers" is neither a list nor an object')
}

/** Rows `[key, buckets, bucket]`, the key as a decimal number of 64 bits. */
function replayJump(item: TraceCase, engine: ShardingEngine): CaseResult {
  refuseUnknown(item, 'the recording', [...ENVELOPE, 'vectors', 'published'])
  const rows = [...readList(item, 'vectors'), ...(item.published === undefined ? [] : readList(item, 'published'))]
  for (const [step, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== 3 || !/^\d{1,20}$/.test(String(row[0]))) throw new CaseError(`vector ${step} is not [key, buckets, bucket]`)
    const key = BigInt(String(row[0]))
    const buckets = Number(row[1])
    if (!Number.isInteger(buckets) || buckets < 1 || buckets > 0x7fffffff) throw new CaseError(`vector ${step} asks for ${String(row[1])} buckets`)
    const got = engine.jumpBucket(Number((key >> 32n) & 0xffffffffn), Number(key & 0xffffffffn), buckets)
    if (row[2] !== got) return mismatch(step, row[2], got)
  }
  return MATCHED
}

function replayMaglev(item: TraceCase, engine: ShardingEngine): CaseResult {
  const rows = readInteger(item, 'M', undefined, 5_000_011)
  const backends = readRecords(item, 'backends').map((row) => {
    refuseUnknown(row, 'a backend', ['name', 'offset', 'skip', 'weight'])
    const [offset, skip] = [readInteger(row, 'offset'), readInteger(row, 'skip')]
    // Only a stride that comes by every row leaves none free.
    if (offset >= rows || skip < 1 || skip >= rows || divisorOf(skip, rows) !== 1) throw new CaseError(`offset ${offset} and skip ${skip} do not come by all of ${rows} rows`)
    return { name: readString(row, 'name'), offset, skip, weight: readInteger(row, 'weight', 1) }
  })
  const tableOf = (names: readonly string[]): (string | null)[] => {
    const live = backends.filter((backend) => names.includes(backend.name))
    return [...engine.fillTable(live, live.map((backend) => backend.weight), rows)].map((i) => live[i]?.name ?? null)
  }
  if (item.permutations !== undefined) {
    const got = backends.map(({ offset, skip }) => Array.from({ length: rows }, (_, j) => (offset + j * skip) % rows))
    if (!isSame(item.permutations, got)) return mismatch(0, item.permutations, got)
  }
  const names = backends.map((backend) => backend.name)
  const tables = Object.entries(item).filter(([field]) => field === 'before' || field.startsWith('afterRemoving'))
  refuseUnknown(item, 'the recording', [...ENVELOPE, 'M', 'backends', 'permutations', ...tables.map(([field]) => field)])
  if (tables.length === 0) throw new CaseError('no table was recorded')
  for (const [step, [field, expected]] of tables.entries()) {
    const gone = field === 'before' ? null : field.slice('afterRemoving'.length)
    if (gone !== null && !names.includes(gone)) throw new CaseError(`"${gone}" is not a backend`)
    const got = tableOf(names.filter((name) => name !== gone))
    if (!isSame(expected, got)) return mismatch(step, { [field]: expected }, { [field]: got })
  }
  return MATCHED
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b)
}

/** The seed of the seeded columns, as the recording's text says. */
const XX_SEED = 2654435761

function replayXxhash(item: TraceCase, engine: ShardingEngine): CaseResult {
  const hex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0')
  const both = (key: string, seed: number): string => {
    const whole = hex(engine.xxh64(key, BigInt(seed)), 16)
    engine.hashPairs(new TextEncoder().encode(key), 0, seed)
    const pairs = hex(hashed.high, 8) + hex(hashed.low, 8)
    return whole === pairs ? whole : `${whole}, and ${pairs} by pairs`
  }
  const answers: [string, (key: string) => string][] = [
    ['xxh32', (key) => hex(engine.xxh32(key), 8)],
    ['xxh64', (key) => both(key, 0)],
    ['xxh32seed', (key) => hex(engine.xxh32(key, XX_SEED), 8)],
    ['xxh64seed', (key) => both(key, XX_SEED)],
    ['xxh3_64', (key) => hex(engine.xxh3(key), 16)],
  ]
  refuseUnknown(item, 'the recording', [...ENVELOPE, 'keys', ...answers.map(([field]) => field)])
  return firstDifference(item, readKeys(item, 'keys'), answers, 'no hash')
}

/** Keys `key0` … are put in, `miss0` … are asked for. */
function replayBloom(item: TraceCase, engine: ShardingEngine): CaseResult {
  refuseUnknown(item, 'a filter case', [...ENVELOPE, 'bitsPerKey', 'n', 'bytes', 'k', 'probes', 'falsePositives', 'falseNegatives', 'filterHex'])
  const [count, probes] = [readInteger(item, 'n', undefined, MOST), readInteger(item, 'probes', undefined, MOST)]
  const keys = Array.from({ length: count }, (_, i) => `key${i}`)
  const filter = engine.createBloom(keys, readInteger(item, 'bitsPerKey', undefined, 1000))
  let falsePositives = 0
  for (let i = 0; i < probes; i++) if (engine.mayContain(filter, `miss${i}`)) falsePositives++
  const falseNegatives = keys.filter((key) => !engine.mayContain(filter, key)).length
  const all: Record<string, unknown> = { bytes: filter.length, k: filter[filter.length - 1], falsePositives, falseNegatives, filterHex: Buffer.from(filter).toString('hex') }
  const fields = Object.keys(all).filter((field) => item[field] !== undefined)
  const expected = Object.fromEntries(fields.map((field) => [field, item[field]]))
  const got = Object.fromEntries(fields.map((field) => [field, all[field]]))
  return isSame(expected, got) ? MATCHED : mismatch(0, expected, got)
}
