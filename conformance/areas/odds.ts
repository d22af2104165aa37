/**
 * What: the comparison for policies that draw at random.
 * Why: three things must agree: the odds derived on paper from the rule, the counts of the real system, and the counts of our
 * own implementation over many seeds. Two of them agreeing by accident is how a biased die goes unnoticed.
 */

import type { BalancedRequest, Pool } from '@/simulations/algorithms/balancing/policy.ts'
import { createRng } from '@/simulations/kernel/random.ts'
import { CaseError, MATCHED, mismatch, readInteger, readList, type BalancingEngine, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'
import { chiSquareP, SIGNIFICANCE } from '../statistics.ts'

const SEEDS = 20
const PICKS_A_SEED = 2_000
const REQUEST: BalancedRequest = { clientAddress: '', key: '', cookie: null, tried: [] }

export function compareOdds(
  item: TraceCase,
  engine: BalancingEngine,
  balancer: ReturnType<BalancingEngine['createBalancer']>,
  held: readonly number[],
  oddsOf: (pool: Pool) => number[],
): CaseResult {
  const counts = readList(item, 'counts').map(Number)
  const n = readInteger(item, 'n')
  const { servers } = balancer.pool
  if (counts.length !== servers.length || held.length !== servers.length) throw new CaseError('"held" and "counts" need a number for each server')
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) throw new CaseError('"counts" holds something that is not a count')
  if (counts.reduce((sum, count) => sum + count, 0) !== n) throw new CaseError(`"counts" do not add up to n = ${n}`)
  if (!held.every((count) => Number.isInteger(count) && count >= 0 && count <= 100_000)) throw new CaseError('"held" holds something that is not a count, or too many')
  for (const [index, count] of held.entries()) for (let i = 0; i < count; i++) engine.open(balancer, index, 0)
  const odds = oddsOf(balancer.pool)
  if (chiSquareP(counts, odds) <= SIGNIFICANCE) return mismatch(0, { recordedCounts: counts }, { expectedCounts: odds.map((p) => Math.round(p * n)) })
  // Chance alone strays this far once in a thousand; twice with fresh seeds, once in a million.
  const first = countOurs(engine, balancer, 0)
  if (chiSquareP(first, odds) > SIGNIFICANCE) return MATCHED
  const second = countOurs(engine, balancer, 1)
  if (chiSquareP(second, odds) > SIGNIFICANCE) return MATCHED
  const total = SEEDS * PICKS_A_SEED
  return mismatch(1, { exactCounts: odds.map((p) => Math.round(p * total)) }, { ourCounts: second })
}

function countOurs(engine: BalancingEngine, balancer: ReturnType<BalancingEngine['createBalancer']>, round: number): number[] {
  const counts = balancer.pool.servers.map(() => 0)
  for (let seed = 0; seed < SEEDS; seed++) {
    const rng = createRng(seed, `odds/${round}`)
    for (let pick = 0; pick < PICKS_A_SEED; pick++) {
      const index = engine.choose(balancer, REQUEST, 0, rng)
      if (index < 0) continue
      engine.open(balancer, index, 0)
      engine.close(balancer, index, 'answered', 0, 0)
      counts[index]!++
    }
  }
  return counts
}
