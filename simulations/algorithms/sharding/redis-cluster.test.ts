import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { execute, type Execution } from './redis-cluster-commands.ts'
import { createCluster, deliverClaims, type Cluster, type Reply } from './redis-cluster.ts'
import { slotOf, SLOTS } from './redis-slots.ts'

const NODES = 3
const KEYS = ['{t}a', '{t}b', '{t}c', '{u}a', '{u}b', 'x', 'y', 'z']
const MOVING = ['{t}a', '{u}a', 'x'].map(slotOf)

function threeNodes(): Cluster {
  const members = Array.from({ length: NODES }, (_, i) => ({ id: `node-${i}`, address: `127.0.0.1:${7000 + i}` }))
  return createCluster(members, members.map((_, node) => ({ from: Math.ceil((SLOTS * node) / NODES), to: Math.ceil((SLOTS * (node + 1)) / NODES) - 1, node })))
}

function say(cluster: Cluster, node: number, words: readonly string[], isAsking = false): Reply {
  const execution: Execution = execute(cluster, node, { isAsking }, words)
  if (execution.kind !== 'replied') throw new Error(execution.what)
  return execution.reply
}

const errorOf = (reply: Reply): string => (typeof reply === 'object' && reply !== null && 'error' in reply ? reply.error : '')
const holdersOf = (cluster: Cluster, key: string): number[] => cluster.nodes.filter((node) => node.values.has(key)).map(({ index }) => index)

/** A client as redis.io's client design describes it: it follows MOVED and learns, follows ASK once with ASKING, and gives up after `most` hops. */
function ask(cluster: Cluster, map: Map<number, number>, words: readonly string[], most = 5): { readonly reply: Reply; readonly hops: number } {
  const slot = slotOf(words[1]!)
  let node = map.get(slot) ?? 0
  let isAsking = false
  for (let hops = 1; ; hops++) {
    const reply = say(cluster, node, words, isAsking)
    const told = /^(MOVED|ASK) (\d+) (.*)$/.exec(errorOf(reply))
    if (told === null || hops === most) return { reply, hops }
    expect(Number(told[2])).toBe(slot)
    node = cluster.nodes.findIndex((one) => one.address === told[3])
    isAsking = told[1] === 'ASK'
    if (!isAsking) map.set(slot, node)
  }
}

/**
 * One slot on its way, step by step, in the order of the specification. Between the steps anything may be asked.
 * `redis-cli --cluster reshard` does the same: importing, migrating, keys one by one, node at the target and then at the source.
 */
function* reshard(cluster: Cluster, slot: number, target: number): Generator<void> {
  const source = cluster.nodes[0]!.owners[slot]!
  if (source === target) return
  const [from, to] = [cluster.nodes[source]!, cluster.nodes[target]!]
  expect(say(cluster, target, ['CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', from.id])).toBe('OK')
  yield
  expect(say(cluster, source, ['CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', to.id])).toBe('OK')
  yield
  const [host, port] = to.address.split(':') as [string, string]
  for (;;) {
    const key = [...from.values.keys()].find((one) => slotOf(one) === slot)
    if (key === undefined) break
    expect(say(cluster, source, ['MIGRATE', host, port, key, '0', '1000'])).toBe('OK')
    yield
  }
  expect(say(cluster, target, ['CLUSTER', 'SETSLOT', String(slot), 'NODE', to.id])).toBe('OK')
  yield
  expect(say(cluster, source, ['CLUSTER', 'SETSLOT', String(slot), 'NODE', to.id])).toBe('OK')
  yield
  deliverClaims(cluster)
}

/** The next step of one of the moves, a word of a client, or claims that arrive in between. */
type Act =
  | { readonly kind: 'step'; readonly move: number }
  | { readonly kind: 'set'; readonly key: string; readonly client: number; readonly value: number }
  | { readonly kind: 'get' | 'delete'; readonly key: string; readonly client: number }
  | { readonly kind: 'claims' }

const acts: fc.Arbitrary<Act[]> = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('step' as const), move: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), key: fc.constantFrom(...KEYS), client: fc.nat(1), value: fc.integer({ min: 0, max: 99 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('get' as const), key: fc.constantFrom(...KEYS), client: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), key: fc.constantFrom(...KEYS), client: fc.nat(1) }) },
  fc.record({ kind: fc.constant('claims' as const) }),
), { maxLength: 60 })
const targets = fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1), fc.nat(NODES - 1))

/** Plays moves and clients in any order, and looks at the cluster after each act. */
function play(script: readonly Act[], to: readonly number[], look: (cluster: Cluster, truth: ReadonlyMap<string, string>) => void): Cluster {
  const cluster = threeNodes()
  const moves = MOVING.map((slot, i) => reshard(cluster, slot, to[i]!))
  const maps = [new Map<number, number>(), new Map<number, number>()]
  const truth = new Map<string, string>()
  for (const act of script) {
    if (act.kind === 'step') moves[act.move]!.next()
    else if (act.kind === 'claims') deliverClaims(cluster)
    else {
      const words = act.kind === 'set' ? ['SET', act.key, String(act.value)] : act.kind === 'get' ? ['GET', act.key] : ['DEL', act.key]
      const { reply, hops } = ask(cluster, maps[act.client]!, words)
      expect(errorOf(reply), `${words.join(' ')} after ${hops} hops`).toBe('')
      if (act.kind === 'get') expect(reply).toBe(truth.get(act.key) ?? null)
      if (act.kind === 'set') truth.set(act.key, String(act.value))
      if (act.kind === 'delete') {
        expect(reply).toBe(truth.has(act.key) ? 1 : 0)
        truth.delete(act.key)
      }
    }
    look(cluster, truth)
  }
  for (const move of moves) while (move.next().done !== true) look(cluster, truth)
  return cluster
}

describe('Redis Cluster while slots move', () => {
  test('a client that follows redirects reads what was written last; no key is lost or on two nodes, after every step of every interleaving', () => {
    fc.assert(fc.property(acts, targets, (script, to) => void play(script, to, (cluster, truth) => {
      for (const key of KEYS) {
        const holders = holdersOf(cluster, key)
        expect([key, holders.length]).toEqual([key, truth.has(key) ? 1 : 0])
        for (const node of holders) expect(cluster.nodes[node]!.values.get(key)).toBe(truth.get(key))
      }
    })), { numRuns: 70 })
  })

  test('outside a migration every node names the same owner of every slot', () => {
    fc.assert(fc.property(acts, targets, (script, to) => {
      const cluster = play(script, to, () => undefined)
      deliverClaims(cluster)
      for (const node of cluster.nodes) {
        expect(node.owners).toEqual(cluster.nodes[0]!.owners)
        expect([node.migrating.size, node.importing.size]).toEqual([0, 0])
      }
      for (const [i, slot] of MOVING.entries()) expect(cluster.nodes[0]!.owners[slot]).toBe(to[i])
      // Keys lie where the slots lie.
      for (const node of cluster.nodes) for (const key of node.values.keys()) expect(node.owners[slotOf(key)]).toBe(node.index)
    }), { numRuns: 30 })
  })
})

describe('who answers while a slot is between two nodes', () => {
  const slot = slotOf('{t}a')

  /** `a` has been moved, `b` has not; the third node knows of nothing. */
  function halfway(): { cluster: Cluster; source: number; target: number; third: number } {
    const cluster = threeNodes()
    const source = cluster.nodes[0]!.owners[slot]!
    const [target, third] = [0, 1, 2].filter((node) => node !== source) as [number, number]
    for (const key of ['{t}a', '{t}b']) say(cluster, source, ['SET', key, key])
    say(cluster, target, ['CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', `node-${source}`])
    say(cluster, source, ['CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', `node-${target}`])
    expect(say(cluster, source, ['MIGRATE', '127.0.0.1', String(7000 + target), '{t}a', '0', '1000'])).toBe('OK')
    return { cluster, source, target, third }
  }

  test.each([
    ['the source answers for a key that it still has', 'source', ['GET', '{t}b'], false, '{t}b'],
    ['the source sends on with ASK for one that has gone', 'source', ['GET', '{t}a'], false, 'ASK'],
    ['the source sends on with ASK for one that never was', 'source', ['SET', '{t}new', '1'], false, 'ASK'],
    ['the source cannot answer for both', 'source', ['MGET', '{t}a', '{t}b'], false, 'TRYAGAIN'],
    ['the target says MOVED to whoever did not say ASKING', 'target', ['GET', '{t}a'], false, 'MOVED'],
    ['the target answers after ASKING', 'target', ['GET', '{t}a'], true, '{t}a'],
    ['the target has no answer for a key that is not there yet', 'target', ['GET', '{t}b'], true, null],
    ['the target cannot answer for both either', 'target', ['MGET', '{t}a', '{t}b'], true, 'TRYAGAIN'],
    ['a third node knows the owner only', 'third', ['GET', '{t}a'], false, 'MOVED'],
    ['a third node does not care for ASKING', 'third', ['GET', '{t}a'], true, 'MOVED'],
  ] as const)('%s', (_title, who, words, isAsking, expected) => {
    const state = halfway()
    const reply = say(state.cluster, state[who], words, isAsking)
    const { error } = { error: errorOf(reply) }
    if (expected === 'ASK') expect(error).toBe(`ASK ${slot} 127.0.0.1:${7000 + state.target}`)
    else if (expected === 'MOVED') expect(error).toBe(`MOVED ${slot} 127.0.0.1:${7000 + state.source}`)
    else if (expected === 'TRYAGAIN') expect(error).toMatch(/^TRYAGAIN/)
    else expect(reply).toBe(expected)
  })

  test('ASKING holds for one command', () => {
    const { cluster, target } = halfway()
    const client = { isAsking: false }
    execute(cluster, target, client, ['ASKING'])
    expect(execute(cluster, target, client, ['GET', '{t}a'])).toEqual({ kind: 'replied', reply: '{t}a' })
    expect(execute(cluster, target, client, ['GET', '{t}a'])).toMatchObject({ reply: { error: expect.stringMatching(/^MOVED/) as string } })
  })
})

describe('the order of the steps matters', () => {
  test('MIGRATING before IMPORTING sends clients in a circle', () => {
    const cluster = threeNodes()
    const slot = slotOf('x')
    const source = cluster.nodes[0]!.owners[slot]!
    const target = (source + 1) % NODES
    say(cluster, source, ['CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', `node-${target}`])
    const { reply, hops } = ask(cluster, new Map(), ['GET', 'x'], 12)
    expect(hops).toBe(12)
    expect(errorOf(reply)).toMatch(/^(MOVED|ASK)/)
  })

  test('a source that still has keys does not give its slot away', () => {
    const cluster = threeNodes()
    const slot = slotOf('x')
    const source = cluster.nodes[0]!.owners[slot]!
    say(cluster, source, ['SET', 'x', '1'])
    expect(errorOf(say(cluster, source, ['CLUSTER', 'SETSLOT', String(slot), 'NODE', `node-${(source + 1) % NODES}`]))).toMatch(/still hold keys/)
  })
})
