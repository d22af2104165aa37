/**
 * What: the recorded areas where a key or an address decides: nginx's hash, HAProxy's hash, source and bounded load.
 */

import { chooseNearest, type HaproxyRingState } from '@/simulations/algorithms/balancing/haproxy-consistent-hash.ts'
import { chooseByRow, type HaproxyTableState } from '@/simulations/algorithms/balancing/haproxy-hash.ts'
import { fullHash, hashHaproxy, type HaproxyHashName } from '@/simulations/structures/haproxy-hash.ts'
import { CaseError, MATCHED, isSame, mismatch, readList, readString, type Adapter, type BalancingEngine, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'
import { command, createHaproxyRun, readBackend, replayHaproxyOperations, type HaproxyRun } from './haproxy-pool.ts'
import { markDead } from './nginx.ts'
import { createNginxRun, replayPicks } from './nginx-pool.ts'

export const nginxHash: Adapter = {
  area: 'lb.nginx.hash',
  replay(item, engine) {
    const directive = readString(item, 'directive')
    const match = /^hash\s+\S+(\s+consistent)?$/.exec(directive)
    if (match === null) throw new CaseError(`directive "${directive}" is not known`)
    const keys = readList(item, 'keys').map(String)
    const run = createNginxRun(item, match[1] === undefined ? 'hash-by-key' : 'consistent-hash', engine)
    markDead(item, run)
    return replayPicks(item, run, (step) => ({ clientAddress: '', key: keys[step] ?? '' }))
  },
}

/** A `hash-type` line: method, function and whether an avalanche follows. (cfgparse-listen.c, "hash-type") */
export function readHashType(text: string | null): { isConsistent: boolean; isPolicys: boolean; hash: (key: string) => number; stir: (hash: number) => number } {
  const match = /^(map-based|consistent)(?:\s+(sdbm|djb2|wt6|crc32)(\s+avalanche)?)?$/.exec((text ?? 'map-based').trim())
  if (match === null) throw new CaseError(`hash-type "${String(text)}" is not known`)
  const isConsistent = match[1] === 'consistent'
  const name = (match[2] ?? 'sdbm') as HaproxyHashName
  // Without a function, `consistent` means sdbm with avalanche and `map-based` sdbm without.
  const hasAvalanche = match[2] === undefined ? isConsistent : match[3] !== undefined
  const stir = (hash: number): number => (hasAvalanche ? fullHash(hash) : hash)
  // What the policies compute by themselves.
  const isPolicys = name === 'sdbm' && hasAvalanche === isConsistent
  return { isConsistent, isPolicys, hash: (key) => stir(hashHaproxy(name, key)), stir }
}

/** A run under the policy of a hash type. Where the line names another function than the policy's own, that one makes the number. */
function createHashRun(item: TraceCase, engine: BalancingEngine, hashType: string | null, factor: number, hashOf: ((key: string) => number) | null): HaproxyRun {
  const { isConsistent, isPolicys, hash: named } = readHashType(hashType)
  const run = createHaproxyRun(item, isConsistent ? 'haproxy-consistent-hash' : 'haproxy-hash', 1, engine, 0, factor)
  if (isPolicys && hashOf === null) return run
  const choose: BalancingEngine['choose'] = ({ state, pool }, request, nowUs) => {
    const hash = (hashOf ?? named)(request.key)
    return isConsistent ? chooseNearest(state as HaproxyRingState, pool, request, hash, nowUs) : chooseByRow(state as HaproxyTableState, pool, request, hash, nowUs)
  }
  return { ...run, engine: { ...engine, choose } }
}

function replayKeys(item: TraceCase, run: HaproxyRun, keys: readonly string[]): CaseResult {
  if (item.cli !== undefined && item.cli !== null) for (const text of readList(item, 'cli')) command(run, String(text))
  const picks = readList(item, 'picks')
  if (picks.length !== keys.length) throw new CaseError('there is not one pick for each key')
  for (const [step, key] of keys.entries()) {
    const index = run.engine.choose(run.balancer, { clientAddress: '', key, cookie: null, tried: [] }, run.nowUs, run.rng)
    const got = index < 0 ? null : run.names[index]!
    if (!isSame(picks[step] ?? null, got)) return mismatch(step, picks[step], got)
  }
  return MATCHED
}

export const haproxyHash: Adapter = {
  area: 'lb.haproxy.hash',
  replay(item, engine) {
    const hashType = readString(item, 'hashType')
    const balance = readString(item, 'balance')
    if (balance !== 'uri' && !/^url_param \S+$/.test(balance)) throw new CaseError(`balance "${balance}" is not known`)
    // `balance uri` hashes up to the question mark.
    const keys = readList(item, 'keys').map(String)
    return replayKeys(item, createHashRun(item, engine, hashType, 0, null), balance === 'uri' ? keys.map((key) => key.split('?')[0]!) : keys)
  },
}

export const haproxySource: Adapter = {
  area: 'lb.haproxy.source',
  replay(item, engine) {
    const hashType = readString(item, 'hashType')
    const { stir } = readHashType(hashType)
    const hashOf = (address: string): number => stir(addressBits(address))
    return replayKeys(item, createHashRun(item, engine, hashType, 0, hashOf), readList(item, 'ips').map(String))
  },
}

export const haproxyBoundedLoad: Adapter = {
  area: 'lb.haproxy.bounded_load',
  replay(item, engine) {
    const balance = readString(item, 'balance')
    if (!/^url_param \S+$/.test(balance)) throw new CaseError(`balance "${balance}" is not known`)
    const { hashType, hashBalanceFactor } = readBackend(item.backend)
    return replayHaproxyOperations(item, createHashRun(item, engine, hashType, hashBalanceFactor, null))
  },
}

function addressBits(address: string): number {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  if (match === null) throw new CaseError(`"${address}" is not an IPv4 address`)
  return match.slice(1).reduce((bits, byte) => ((bits << 8) | Number(byte)) >>> 0, 0)
}
