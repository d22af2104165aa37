/**
 * What: the commands that a node of a Redis Cluster carries out here: a few on text values, and those that move slots.
 * Why: resharding is four commands given in the right order (IMPORTING, MIGRATING, MIGRATE, NODE). Whoever gives them in another
 * order gets the errors below, or a cluster that sends clients in circles.
 *
 * Picture:   to n0: SETSLOT 15891 IMPORTING n2     to n2: SETSLOT 15891 MIGRATING n0
 *            to n2: MIGRATE n0 key, for each key    to n0, then n2: SETSLOT 15891 NODE n0
 *
 * Invariants:
 *   I1 a key is moved, never copied: after MIGRATE it is on one node.
 *   I2 ASKING holds for one command.
 *
 * Source: Redis 7.0 `src/cluster.c` (`clusterCommand`, `migrateCommand`, `restoreCommand`), `src/t_string.c`, `src/networking.c`
 * (`resetClient`, for ASKING).
 * Simplifications: values are texts without expiry. MIGRATE is done at once and knows COPY, REPLACE and KEYS. Scripts are routed
 * by their keys and not run.
 * Complexity: O(keys of the command); a command that counts the keys of a slot looks at all keys of the node.
 */

import { utf8 } from '../../structures/crc32.ts'
import { claimSlots, keysInSlot, redirection, type Cluster, type ClusterClient, type ClusterNode, type Footprint, type Reply } from './redis-cluster.ts'
import { slotOf, SLOTS } from './redis-slots.ts'

/** `not-modelled`: real Redis has the command, or not; this file does not. */
export type Execution = { readonly kind: 'replied'; readonly reply: Reply } | { readonly kind: 'not-modelled'; readonly what: string }

/** What a data command touches: its first key, the last (negative: from the end), and the step between keys. */
const KEYED: Readonly<Record<string, readonly [first: number, last: number, step: number, isWrite: boolean, least: number]>> = {
  GET: [1, 1, 1, false, 2],
  SET: [1, 1, 1, true, 3],
  SETNX: [1, 1, 1, true, 3],
  STRLEN: [1, 1, 1, false, 2],
  APPEND: [1, 1, 1, true, 3],
  INCR: [1, 1, 1, true, 2],
  DECR: [1, 1, 1, true, 2],
  INCRBY: [1, 1, 1, true, 3],
  MGET: [1, -1, 1, false, 2],
  MSET: [1, -1, 2, true, 3],
  DEL: [1, -1, 1, true, 2],
  UNLINK: [1, -1, 1, true, 2],
  EXISTS: [1, -1, 1, false, 2],
}

export function execute(cluster: Cluster, node: number, client: ClusterClient, argv: readonly string[]): Execution {
  const at = cluster.nodes[node]!
  const name = (argv[0] ?? '').toUpperCase()
  if (name === 'ASKING') {
    client.isAsking = true
    return replied('OK')
  }
  const execution = run(cluster, at, client, name, argv)
  client.isAsking = false // I2
  return execution
}

function run(cluster: Cluster, at: ClusterNode, client: ClusterClient, name: string, argv: readonly string[]): Execution {
  switch (name) {
    case 'PING':
      return replied('PONG')
    case 'CLUSTER':
      return runCluster(cluster, at, argv)
    case 'CONFIG':
      return runConfig(at, argv)
    case 'MIGRATE':
      return runMigrate(cluster, at, client, argv)
    case 'EVAL':
    case 'EVALSHA': {
      const error = redirection(cluster, at, client, { keys: argv.slice(3, 3 + Number(argv[2])), isWrite: true, isMigrate: false })
      return error === null ? { kind: 'not-modelled', what: 'running a script' } : replied(error)
    }
  }
  const shape = KEYED[name]
  if (shape === undefined) return { kind: 'not-modelled', what: `the command ${name}` }
  const [first, last, step, isWrite, least] = shape
  const isOdd = name === 'MSET' && argv.length % 2 === 0
  if (argv.length < least || isOdd || (last === 1 && argv.length > least)) {
    if (name === 'SET' && argv.length > 3) return { kind: 'not-modelled', what: 'an option of SET' }
    return replied({ error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` })
  }
  const keys: string[] = []
  for (let i = first; i < (last < 0 ? argv.length : last + 1); i += step) keys.push(argv[i]!)
  const error = redirection(cluster, at, client, { keys, isWrite, isMigrate: false })
  return replied(error ?? runOnValues(at.values, name, keys, argv))
}

function runOnValues(values: Map<string, string>, name: string, keys: readonly string[], argv: readonly string[]): Reply {
  const key = keys[0]!
  switch (name) {
    case 'GET':
      return values.get(key) ?? null
    case 'MGET':
      return keys.map((one) => values.get(one) ?? null)
    case 'SET':
      values.set(key, argv[2]!)
      return 'OK'
    case 'SETNX':
      if (values.has(key)) return 0
      values.set(key, argv[2]!)
      return 1
    case 'MSET':
      for (const [i, one] of keys.entries()) values.set(one, argv[2 * i + 2]!)
      return 'OK'
    case 'STRLEN':
      return utf8(values.get(key) ?? '').length
    case 'APPEND':
      values.set(key, (values.get(key) ?? '') + argv[2]!)
      return utf8(values.get(key)!).length
    case 'EXISTS':
      return keys.filter((one) => values.has(one)).length
    case 'DEL':
    case 'UNLINK':
      return keys.filter((one) => values.delete(one)).length
    default: {
      const by = name === 'INCR' ? 1 : name === 'DECR' ? -1 : Number(argv[2])
      const sum = Number(values.get(key) ?? 0) + by
      if (!Number.isSafeInteger(sum) || !/^-?\d+$/.test(values.get(key) ?? '0')) return { error: 'ERR value is not an integer or out of range' }
      values.set(key, String(sum))
      return sum
    }
  }
}

function runCluster(cluster: Cluster, at: ClusterNode, argv: readonly string[]): Execution {
  const what = (argv[1] ?? '').toUpperCase()
  if (what === 'KEYSLOT' && argv.length === 3) return replied(slotOf(argv[2]!))
  if (what === 'MYID' && argv.length === 2) return replied(at.id)
  if (what !== 'SETSLOT' && what !== 'COUNTKEYSINSLOT' && what !== 'DELSLOTS' && what !== 'ADDSLOTS') return { kind: 'not-modelled', what: `CLUSTER ${what}` }
  const slot = /^\d+$/.test(argv[2] ?? '') ? Number(argv[2]) : SLOTS
  if (slot >= SLOTS) return replied({ error: what === 'COUNTKEYSINSLOT' ? 'ERR Invalid slot' : 'ERR Invalid or out of range slot' })
  if (what === 'COUNTKEYSINSLOT') return replied(keysInSlot(at, slot).length)
  if (what === 'SETSLOT') return replied(setSlot(cluster, at, slot, argv))
  if (argv.length !== 3) return { kind: 'not-modelled', what: `CLUSTER ${what} of several slots` }
  const isOwned = at.owners[slot]! >= 0
  if (what === 'DELSLOTS' && !isOwned) return replied({ error: `ERR Slot ${slot} is already unassigned` })
  if (what === 'ADDSLOTS' && isOwned) return replied({ error: `ERR Slot ${slot} is already busy` })
  at.owners[slot] = what === 'ADDSLOTS' ? at.index : -1
  if (what === 'ADDSLOTS') at.importing.delete(slot)
  return replied('OK')
}

/** CLUSTER SETSLOT slot MIGRATING id | IMPORTING id | STABLE | NODE id */
function setSlot(cluster: Cluster, at: ClusterNode, slot: number, argv: readonly string[]): Reply {
  const what = (argv[3] ?? '').toUpperCase()
  const other = cluster.nodes.find((node) => node.id === argv[4])
  const isMine = at.owners[slot] === at.index
  if (what === 'STABLE' && argv.length === 4) {
    at.migrating.delete(slot)
    at.importing.delete(slot)
    return 'OK'
  }
  if (argv.length !== 5 || !['MIGRATING', 'IMPORTING', 'NODE'].includes(what)) {
    return { error: 'ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP' }
  }
  if (what === 'MIGRATING' && !isMine) return { error: `ERR I'm not the owner of hash slot ${slot}` }
  if (what === 'IMPORTING' && isMine) return { error: `ERR I'm already the owner of hash slot ${slot}` }
  if (other === undefined) return { error: what === 'NODE' ? `ERR Unknown node ${argv[4]}` : `ERR I don't know about node ${argv[4]}` }
  if (what === 'MIGRATING') at.migrating.set(slot, other.index)
  else if (what === 'IMPORTING') at.importing.set(slot, other.index)
  else {
    const hasKeys = keysInSlot(at, slot).length > 0
    if (isMine && other !== at && hasKeys) {
      return { error: `ERR Can't assign hashslot ${slot} to a different node while I still hold keys for this hash slot.` }
    }
    if (!hasKeys) at.migrating.delete(slot)
    at.owners[slot] = other.index
    if (other === at && at.importing.delete(slot)) claimSlots(cluster, at)
  }
  return 'OK'
}

function runConfig(at: ClusterNode, argv: readonly string[]): Execution {
  const [, set, name, value] = argv.map((word) => word.toLowerCase())
  if (set !== 'set' || argv.length !== 4 || (value !== 'yes' && value !== 'no')) return { kind: 'not-modelled', what: `CONFIG ${argv.slice(1).join(' ')}` }
  if (name === 'cluster-require-full-coverage') at.needsFullCoverage = value === 'yes'
  else if (name === 'cluster-allow-reads-when-down') at.allowsReadsWhenDown = value === 'yes'
  else return { kind: 'not-modelled', what: `CONFIG SET ${name}` }
  return replied('OK')
}

/** MIGRATE host port key|"" db timeout [COPY] [REPLACE] [KEYS key …] */
function runMigrate(cluster: Cluster, at: ClusterNode, client: ClusterClient, argv: readonly string[]): Execution {
  const words = argv.map((word) => word.toUpperCase())
  const keysAt = words.indexOf('KEYS', 6)
  const options = words.slice(6, keysAt < 0 ? undefined : keysAt)
  if (argv.length < 6 || options.some((word) => word !== 'COPY' && word !== 'REPLACE')) return { kind: 'not-modelled', what: `MIGRATE ${options.join(' ')}` }
  const keys = keysAt < 0 ? [argv[3]!] : argv.slice(keysAt + 1)
  const footprint: Footprint = { keys, isWrite: true, isMigrate: true }
  const error = redirection(cluster, at, client, footprint)
  if (error !== null) return replied(error)
  const present = keys.filter((key) => at.values.has(key))
  if (present.length === 0) return replied('NOKEY')
  const target = cluster.nodes.find((node) => node.address === `${argv[1]}:${argv[2]}`)
  if (target === undefined || !target.isAlive) return replied({ error: 'IOERR error or timeout connecting to the client' })
  let firstError: string | null = null
  for (const key of present) {
    // RESTORE-ASKING: one key, as if ASKING had been said before.
    const refused = redirection(cluster, target, { isAsking: true }, { keys: [key], isWrite: true, isMigrate: false })
    const isBusy = refused === null && target.values.has(key) && !options.includes('REPLACE')
    const told = refused?.error ?? (isBusy ? 'BUSYKEY Target key name already exists.' : null)
    if (told !== null) {
      firstError ??= told
      continue
    }
    target.values.set(key, at.values.get(key)!)
    if (!options.includes('COPY')) at.values.delete(key) // I1
  }
  return replied(firstError === null ? 'OK' : { error: `ERR Target instance replied with error: ${firstError}` })
}

function replied(reply: Reply): Execution {
  return { kind: 'replied', reply }
}
