/** A small random scenario of keys on nodes from a seed: scheme, names of any script, weights, copies and commands, some of which cannot be. */

import { createRng, nextFloat, nextInt } from '../../simulations/kernel/random.ts'
import { SCHEMES } from '../../simulations/scenario/placement-scenario.ts'
import type { Document, Json } from './generate.ts'

const NAMES = ['a', 'node-b', '10.0.0.3:11211', '서버-라', 'ノード', '👩‍👩‍👧‍👦', 'x'.repeat(32), 'constructor', 'toString', 'e e']
const KEY_NAMES = ['users', 'sessions', 'pages', 'events', 'scripts']

export function generatePlacement(seed: number): Document {
  const rng = createRng(seed, 'fuzz/placement')
  const yes = (share: number): boolean => nextFloat(rng) < share
  const from = <T>(list: readonly T[]): T => list[nextInt(rng, list.length)]!
  const scheme = from(SCHEMES)
  const hasWeights = !['range', 'jump', 'kafka', 'libmemcached-ketama'].includes(scheme)
  const weight = (): number => (hasWeights && yes(0.4) ? from([0, 1, 2, 3, 7]) : 1)
  const count = from([0, 1, 2, 3, 5, 8])
  const nodes = Object.fromEntries(NAMES.slice(0, count).map((name) => [name, { weight: weight() }]))
  const there = new Set(NAMES.slice(0, count))
  const down = new Set<string>()
  let at = 0
  const script: Json[] = []
  for (let i = 0; i < nextInt(rng, 6); i++) {
    at += 1 + nextInt(rng, 400)
    const present = [...there]
    const kind = present.length === 0 ? 'add-node' : from(['add-node', 'remove-node', 'set-node-weight', 'mark-down', 'mark-up'])
    const absent = NAMES.find((name) => !there.has(name))
    if (kind === 'add-node' && absent === undefined) continue
    if (kind === 'set-node-weight' && !hasWeights) continue
    const node = kind === 'add-node' ? absent! : from(present)
    if (kind === 'add-node') there.add(node)
    if (kind === 'remove-node') there.delete(node)
    if (kind === 'mark-down') down.add(node)
    script.push({ at: `${at} ms`, do: { kind, node, ...(kind === 'set-node-weight' || (kind === 'add-node' && hasWeights) ? { weight: weight() } : {}) } })
  }
  return {
    id: 'fuzz', family: 'placement', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed, duration: from(['500 ms', '2 s', '3 s']),
    scheme: { name: scheme, points: from([1, 3, 160]), tokens: from([1, 16]), table: from([251, 65_537]), partitioner: from(['murmur2', 'crc32', 'fnv1a']) },
    nodes,
    keys: { names: from(KEY_NAMES), count: from([10, 60, 300]), size: from(['1 B', '2 kB', '1 MB']), copies: yes(0.4) ? from([2, 3, 5]) : 1 },
    lookups: { rate: from(['0/s', '40/s', '300/s']), zipf: from([0, 0.9, 2]), hot: yes(0.3) ? 0.5 : 0, link: from(['1..3 ms', 'exponential 20 ms', '0 ms']) },
    moves: yes(0.5) ? { copied: from(['1 kB/s', '100 kB/s', '1 GB/s']) } : { refilled: from(['20 ms', 'exponential 80 ms']) },
    script,
  }
}
