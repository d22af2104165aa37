/**
 * What: everything a run of the placement family depends on, as plain data: a scheme, nodes, keys, look-ups, and how data moves.
 * Why: these are physical facts: how many keys there are, how large one is, how fast a node sends. Who holds which key, how many
 * move, how evenly the load falls and how many look-ups miss comes out of the run.
 *
 * Picture:   keys ─ scheme ─▶ nodes      clients ─ look-ups (Zipf) ─▶ nodes      a node joins ─▶ another map ─▶ data moves
 *
 * Source: the split into placement and membership is that of Amazon's Dynamo (SOSP 2007), section 4.2.
 */

import type { SchemeName, SchemeOptions } from '../../algorithms/sharding/sharder.ts'
import type { Distribution } from '../../kernel/distributions.ts'

/** What keys are called. Each sort stresses something else: numbers in the text, hexadecimal noise, rising order, other scripts. */
export const KEY_NAMES = ['users', 'sessions', 'pages', 'events', 'scripts'] as const
export type KeyNames = (typeof KEY_NAMES)[number]

export interface PlacementNode {
  readonly name: string
  readonly weight: number
}

export interface KeysConfig {
  readonly names: KeyNames
  readonly count: number
  /** Of each. */
  readonly bytes: number
  /** Nodes that each key lies on. */
  readonly copies: number
}

export interface LookupsConfig {
  /** On average; 0 asks nothing. */
  readonly perSecond: number
  /** Zipf's exponent of popularity: 0 is even. */
  readonly exponent: number
  /** Part of the look-ups, 0 to 1, that ask for the first key, whatever the law says. */
  readonly hotShare: number
  /** One way, between clients and nodes. */
  readonly link: Distribution
}

/**
 * What happens to data when the map changes. A store copies it from node to node; until it has arrived, the node that has it
 * answers. A cache copies nothing: the first look-up of a key at its new node misses, and fetches it from the source behind.
 */
export type MovesConfig =
  | { readonly kind: 'copied'; /** That one node sends. */ readonly bytesPerSecond: number }
  | { readonly kind: 'refilled'; /** There and back. */ readonly source: Distribution }

export interface PlacementConfig {
  readonly durationUs: number
  readonly scheme: SchemeName
  readonly options: SchemeOptions
  readonly nodes: readonly PlacementNode[]
  readonly keys: KeysConfig
  readonly lookups: LookupsConfig
  readonly moves: MovesConfig
}

export type PlacementCommand =
  | { readonly kind: 'add-node'; readonly node: string; readonly weight: number }
  | { readonly kind: 'remove-node'; readonly node: string }
  | { readonly kind: 'set-node-weight'; readonly node: string; readonly weight: number }
  | { readonly kind: 'mark-down'; readonly node: string }
  | { readonly kind: 'mark-up'; readonly node: string }

export interface PlacementIntervention {
  readonly atUs: number
  readonly command: PlacementCommand
}

/** Nodes that one run follows, those that join counted: who holds a key is one bit a node. */
export const MOST_NODES = 30
/** Keys that a scheme can place which must be asked key by key, and that can be followed in several copies. */
export const MOST_KEYS_ASKED = 100_000
export const MOST_KEYS_COPIED = 20_000
