/** A policy's source, ready to be shown, and its twin that tells where it is. */

import type { Policy } from '@/simulations/algorithms/balancing/policy.ts'

export const TOKEN_KINDS = ['plain', 'comment', 'keyword', 'string', 'number'] as const

/** [index into TOKEN_KINDS, text] */
export type Token = readonly [kind: number, text: string]

export interface CodeTwin {
  /** Path in the repository. */
  readonly file: string
  readonly policy: Policy
  readonly lines: readonly (readonly Token[])[]
}
