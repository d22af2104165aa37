import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCluster, redirection } from '../../algorithms/sharding/redis-cluster.ts'
import { slotOf } from '../../algorithms/sharding/redis-slots.ts'
import { checkTraffic } from '../../checkers/check-traffic.ts'
import { describeVerdict } from '../../checkers/verdict.ts'
import { DEFAULT_BUDGET, run } from '../../kernel/kernel.ts'
import type { Trace } from '../../kernel/trace.ts'
import { readTrafficScenario } from '../../scenario/traffic-scenario.ts'
import { installRedirects } from './redirects.ts'
import { traceTraffic } from './run-traffic.ts'
import { nameOf } from './shards.ts'
import { createSystem } from './system.ts'
import { EVENT } from './vocabulary.ts'

function scenario(changes: Record<string, unknown> = {}, script: readonly unknown[] = [{ at: '1 s', do: { kind: 'move-slots', server: 's1', to: 's3', share: 0.5 } }]) {
  const reading = readTrafficScenario({
    id: 'reshard', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 5, duration: '8 s', links: { clients: '2 ms', servers: '1..3 ms' },
    clients: { load: { open: { rate: '240/s' } }, keys: { count: 600, zipf: 0.8 }, requests: { read: { work: 'exponential 3 ms' }, write: { work: 'exponential 3 ms', writes: true } } },
    balancer: { policy: 'hash-by-key', tries: 1 }, shards: { together: 60, move: '10 ms' },
    servers: { s1: { workers: 2, queue: 200 }, s2: { workers: 2, queue: 200 }, s3: { workers: 2, queue: 200 } }, script, ...changes,
  })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.scenario
}

const { config, seed, script: interventions } = scenario()
const trace = traceTraffic(config, seed, interventions)
const rowsOf = (of: Trace, event: keyof typeof EVENT): number[] => Array.from({ length: of.log.count }, (_, row) => row).filter((row) => of.log.kind[row] === EVENT[event])

describe('slots that move under traffic', () => {
  test('no request fails, some are sent on, and every law holds', () => {
    expect(checkTraffic({ trace, config, interventions }).filter((verdict) => !verdict.ok).map(describeVerdict)).toEqual([])
    expect(rowsOf(trace, 'request.refused')).toEqual([])
    expect(rowsOf(trace, 'request.asked').length).toBeGreaterThan(0)
    expect(rowsOf(trace, 'request.moved').length).toBeGreaterThan(0)
  })

  test('MOVED is said once for a slot and client, ASK as often as one asks for a record that has gone', () => {
    const slots = rowsOf(trace, 'request.moved').map((row) => slotOf(nameOf(config.shards!, trace.subjects.columns['key']![trace.log.ref[row]!]!)))
    // Requests that were under way together are told together.
    expect(new Set(slots).size).toBe(Number(trace.notes.find((note) => note.kind === 'slots.moving')!.facts['slots']))
    const last = trace.notes.find((note) => note.kind === 'slots.moved')!.atUs
    expect(rowsOf(trace, 'request.asked').every((row) => trace.log.at[row]! <= last + 10_000)).toBe(true)
  })

  test('a move of nothing is no move, and one between strangers is refused by the boundary', () => {
    const none = scenario({}, [{ at: '1 s', do: { kind: 'move-slots', server: 's1', to: 's2', share: 0 } }])
    expect(rowsOf(traceTraffic(none.config, none.seed, none.script), 'request.moved')).toEqual([])
    for (const [changes, script, code] of [
      [{ shards: { copies: 1 } }, { server: 's1', to: 's3' }, 'no-slots'], [{ shards: { scheme: 'modulo' } }, { server: 's1', to: 's3' }, 'no-slots'], [{}, { server: 's1', to: 's1' }, 'same-shard'], [{}, { server: 's1', to: 's9' }, 'same-shard'],
    ] as const) expect(() => scenario(changes, [{ at: '1 s', do: { kind: 'move-slots', share: 0.5, ...script } }])).toThrow(code)
  })

  test('a node says what a node of Redis Cluster says, at any point of the way', () => {
    fc.assert(fc.property(fc.nat(3_000), fc.nat(599), fc.nat(2), fc.boolean(), (atMs, record, node, isAsking) => {
      const system = createSystem(config, seed, DEFAULT_BUDGET, null, null)
      const redirects = installRedirects(system)
      const owners = Array.from({ length: 600 }, (_, one) => redirects.believed(one))
      redirects.move(system.machines[0]!, system.machines[2]!, 0.5)
      run(system.kernel, atMs * 1_000)
      // The same state in the whole machine: the owner of the slot, who gives it to whom, and where each of its records is.
      const cluster = createCluster(system.machines.map((_, i) => ({ id: `n${i}`, address: String(i) })), [])
      const slot = slotOf(nameOf(config.shards!, record))
      const mates = owners.map((_, one) => one).filter((one) => slotOf(nameOf(config.shards!, one)) === slot)
      const says = (machine: number, one: number) => redirects.redirection(system.machines[machine]!, one, true)
      const isThere = (machine: number, one: number) => says(machine, one) === null
      const source = owners[record]!
      const isMoving = source !== 2 && isThere(2, record) && isThere(source, mates.at(-1)!) && mates.length > 1
      const owner = !isMoving && isThere(2, record) ? 2 : source
      for (const one of cluster.nodes) {
        one.owners.fill(owner)
        one.needsFullCoverage = false
      }
      if (isMoving) {
        cluster.nodes[source]!.migrating.set(slot, 2)
        cluster.nodes[2]!.importing.set(slot, source)
      }
      for (const one of mates) cluster.nodes[isThere(source, one) ? source : 2]!.values.set(nameOf(config.shards!, one), '1')
      const theirs = redirection(cluster, cluster.nodes[node]!, { isAsking }, { keys: [nameOf(config.shards!, record)], isWrite: false, isMigrate: false })
      const ours = redirects.redirection(system.machines[node]!, record, isAsking)
      expect(ours === null ? null : `${ours.kind.toUpperCase()} ${slot} ${ours.shard}`).toBe(theirs?.error ?? null)
    }), { numRuns: 60 })
  })
})

describe('a broken trace is caught by the law it breaks', () => {
  const find = (of: Trace, event: keyof typeof EVENT): number => rowsOf(of, event)[0]!
  test.each<[string, string, (of: Trace) => void]>([
    ['a client that knows before it is told', 'where its map says', (of) => { const row = find(of, 'request.moved'); const request = of.log.ref[row]!; of.log.lane[rowsOf(of, 'request.forwarded').find((one) => of.log.ref[one] === request)!] = 4 }],
    ['a request that is told and not sent on', 'goes on at that instant', (of) => { of.log.kind[find(of, 'request.redirected')] = EVENT['answer.ignored'] }],
    ['a request that is sent on without a word', 'goes on at that instant', (of) => { of.log.kind[find(of, 'request.asked')] = EVENT['answer.ignored'] }],
    ['a shard that answers for what it never had', 'served by the owner', (of) => { of.log.lane[rowsOf(of, 'request.started').find((row) => of.log.lane[row] === 2)!] = 3 }],
  ])('%s: "%s"', (_title, law, breakIt) => {
    const broken = structuredClone(trace)
    breakIt(broken)
    expect(checkTraffic({ trace: broken, config, interventions }).find((one) => one.law.includes(law))).toMatchObject({ ok: false })
  })
})
