/**
 * What: which node of a Redis Cluster answers a command, and what it says if it is not the one: MOVED, ASK, TRYAGAIN,
 * CROSSSLOT, CLUSTERDOWN.
 * Why: nobody stands between clients and nodes. A client may ask anybody, and the answer teaches it the map. While a slot moves
 * key by key, the two nodes must share it without losing a key or answering for one that is elsewhere.
 *
 * Picture:   client ─▶ n2 "GET {t}a"     slot 15891 is moving from n2 to n0
 *            key still on n2: answered        key gone: ASK 15891 n0 ─▶ client says ASKING to n0, then GET: answered once
 *            n0 without ASKING: MOVED 15891 n2      half of the keys here, half there: TRYAGAIN
 *
 * Invariants:
 *   I1 a node answers for a key only if it owns the key's slot, or imports it and was told ASKING.
 *   I2 of two claims to a slot, the one with the greater epoch wins, on every node that hears both.
 *
 * Source: Redis 7.0 `src/cluster.c`: `getNodeByQuery`, `clusterRedirectClient`, `clusterUpdateState`,
 * `clusterUpdateSlotsConfigWith`, `clusterBumpConfigEpochWithoutConsensus`; the cluster specification, "MOVED", "ASK", "TRYAGAIN".
 * Simplifications: masters only: a failed node is not replaced. A failure is known to all at once (`noteFailure`), a new claim
 * when `deliverClaims` is called. Text values only. No MULTI, no read-only replicas, no channels.
 * Complexity: O(keys of the command), and O(keys of the node) to count a slot.
 */

import { slotOf, SLOTS } from './redis-slots.ts'

/** A reply as a client library shows it. */
export type Reply = string | number | null | readonly Reply[] | { readonly error: string }

export interface ClusterNode {
  readonly index: number
  readonly id: string
  readonly address: string
  isAlive: boolean
  /** Its own map: index of the owner of each slot, or -1. */
  readonly owners: Int32Array
  /** Slots that it is giving away, and to whom; slots that it is taking over, and from whom. */
  readonly migrating: Map<number, number>
  readonly importing: Map<number, number>
  readonly values: Map<string, string>
  /** What it knows of everybody's epoch, its own included. */
  readonly epochs: number[]
  /** `cluster-require-full-coverage` and `cluster-allow-reads-when-down` */
  needsFullCoverage: boolean
  allowsReadsWhenDown: boolean
}

/** A node tells that slots are its own. Arrives when `deliverClaims` is called. */
export interface Claim {
  readonly from: number
  readonly epoch: number
  readonly slots: readonly number[]
}

export interface Cluster {
  readonly nodes: ClusterNode[]
  claims: Claim[]
}

/** One connection to one node. */
export interface ClusterClient {
  /** The next command on it may touch a slot that the node imports. */
  isAsking: boolean
}

export interface ClusterRange {
  readonly from: number
  readonly to: number
  readonly node: number
}

/** What a command touches. */
export interface Footprint {
  readonly keys: readonly string[]
  readonly isWrite: boolean
  /** MIGRATE works on the keys that are here, whatever the state of the slot. */
  readonly isMigrate: boolean
}

export function createCluster(members: readonly { readonly id: string; readonly address: string }[], ranges: readonly ClusterRange[]): Cluster {
  const owners = new Int32Array(SLOTS).fill(-1)
  for (const { from, to, node } of ranges) owners.fill(node, from, to + 1)
  const nodes = members.map(({ id, address }, index): ClusterNode => ({
    index,
    id,
    address,
    isAlive: true,
    owners: owners.slice(),
    migrating: new Map(),
    importing: new Map(),
    values: new Map(),
    epochs: members.map((_, other) => other + 1), // redis-cli --cluster create gives everybody another one
    needsFullCoverage: true,
    allowsReadsWhenDown: false,
  }))
  return { nodes, claims: [] }
}

/** Null: this node answers. Else what it says instead. (getNodeByQuery) */
export function redirection(cluster: Cluster, at: ClusterNode, client: ClusterClient, { keys, isWrite, isMigrate }: Footprint): { readonly error: string } | null {
  if (keys.length === 0) return null
  const slot = slotOf(keys[0]!)
  const owner = at.owners[slot]!
  if (owner < 0) return { error: 'CLUSTERDOWN Hash slot not served' }
  if (keys.some((key) => slotOf(key) !== slot)) return { error: "CROSSSLOT Keys in request don't hash to the same slot" }
  const isMigrating = owner === at.index && at.migrating.has(slot)
  const isImporting = !isMigrating && at.importing.has(slot)
  const present = keys.filter((key) => at.values.has(key)).length
  if (!isUp(cluster, at)) {
    if (!at.allowsReadsWhenDown) return { error: 'CLUSTERDOWN The cluster is down' }
    if (isWrite) return { error: 'CLUSTERDOWN The cluster is down and only accepts read commands' }
  }
  if ((isMigrating || isImporting) && isMigrate) return null
  if (isMigrating && present < keys.length) {
    if (present > 0) return TRY_AGAIN
    return { error: `ASK ${slot} ${cluster.nodes[at.migrating.get(slot)!]!.address}` }
  }
  if (isImporting && client.isAsking) {
    const isMultiple = keys.some((key) => key !== keys[0])
    return isMultiple && present < keys.length ? TRY_AGAIN : null
  }
  return owner === at.index ? null : { error: `MOVED ${slot} ${cluster.nodes[owner]!.address}` }
}

const TRY_AGAIN = { error: 'TRYAGAIN Multiple keys request during rehashing of slot' }

/** clusterUpdateState: every slot is served if that is asked for, and most of the masters that have slots are reachable. */
export function isUp(cluster: Cluster, at: ClusterNode): boolean {
  const masters = new Set<number>()
  for (const owner of at.owners) {
    if (at.needsFullCoverage && (owner < 0 || !cluster.nodes[owner]!.isAlive)) return false
    if (owner >= 0) masters.add(owner)
  }
  const reachable = [...masters].filter((owner) => cluster.nodes[owner]!.isAlive).length
  return reachable >= Math.floor(masters.size / 2) + 1
}

/** A node stops answering, and the others have noticed. */
export function noteFailure(cluster: Cluster, node: number): void {
  cluster.nodes[node]!.isAlive = false
}

/** Brings the claims made so far to every node that lives. */
export function deliverClaims(cluster: Cluster): void {
  for (const claim of cluster.claims.splice(0)) {
    for (const node of cluster.nodes) if (node.isAlive && node.index !== claim.from) heed(node, claim)
  }
}

/** clusterUpdateSlotsConfigWith */
function heed(node: ClusterNode, { from, epoch, slots }: Claim): void {
  node.epochs[from] = Math.max(node.epochs[from]!, epoch)
  for (const slot of slots) {
    const owner = node.owners[slot]!
    if (owner === from || node.importing.has(slot)) continue // a slot being imported is changed by hand only
    if (owner >= 0 && node.epochs[owner]! >= epoch) continue // I2
    // Keys of a slot that was taken away are dropped: the new owner answers for them now.
    if (owner === node.index) for (const key of keysInSlot(node, slot)) node.values.delete(key)
    node.owners[slot] = from
  }
}

/** The node makes its claim stronger than all others that it knows of, and tells everybody. (clusterBumpConfigEpochWithoutConsensus) */
export function claimSlots(cluster: Cluster, node: ClusterNode): void {
  const most = node.epochs.reduce((a, b) => Math.max(a, b), 0)
  if (node.epochs[node.index]! < most) node.epochs[node.index] = most + 1
  const slots: number[] = []
  for (let slot = 0; slot < SLOTS; slot++) if (node.owners[slot] === node.index) slots.push(slot)
  cluster.claims.push({ from: node.index, epoch: node.epochs[node.index]!, slots })
}

export function keysInSlot(node: ClusterNode, slot: number): string[] {
  return [...node.values.keys()].filter((key) => slotOf(key) === slot)
}
