/**
 * What: examines a range of seeds, in one process, with nothing of a test runner around it.
 */

import { examine, type Engine } from './examine.ts'
import { generate, type Document } from './generate.ts'
import { withLimiter } from './generate-limiter.ts'
import { withMoves, withShards } from './generate-shards.ts'
import { shrink } from './shrink.ts'

export interface Failure {
  readonly seed: number
  readonly problems: readonly string[]
  /** The smallest document found that still fails. */
  readonly document: Document
}

export interface SeedReport {
  readonly passed: number
  readonly failed: number
  readonly requests: number
  readonly events: number
  readonly failures: readonly Failure[]
}

/** A run again and a run with a shorter script cost two more; so only one seed in so many pays for them. */
const THOROUGH_EVERY = 8
/** Shrinking more than a few tells nothing new. */
const SHRUNK = 3

/** The random system of a seed, with every part that a system can have. */
export function systemOf(seed: number): Document {
  return withLimiter(withMoves(withShards(generate(seed), seed), seed), seed)
}

/** Seeds first, first + step, … `count` of them. */
export function runSeeds(first: number, count: number, step = 1, engine?: Engine): SeedReport {
  const failures: Failure[] = []
  let failed = 0
  let requests = 0
  let events = 0
  for (let i = 0; i < count; i++) {
    const seed = first + i * step
    const document = systemOf(seed)
    const isThorough = seed % THOROUGH_EVERY === 0
    const examination = examine(document, isThorough, engine)
    requests += examination.requests
    events += examination.events
    if (examination.problems.length === 0) continue
    failed++
    if (failures.length >= SHRUNK) continue
    // A smaller one must still run and break something; one that is refused is no finding.
    const fails = (smaller: Document): boolean => {
      const { problems } = examine(smaller, isThorough, engine)
      return problems.length > 0 && !problems.some((problem) => problem.startsWith('refused'))
    }
    const small = shrink(document, fails)
    failures.push({ seed, problems: examine(small, isThorough, engine).problems, document: small })
  }
  return { passed: count - failed, failed, requests, events, failures }
}
