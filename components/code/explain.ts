/**
 * Why did the balancer choose this server? The run is repeated up to that decision, what the policy saw there is copied, and
 * its twin decides once more on the copy, telling every line. Pure: the worker, the build and the tests call it.
 */

import type { BalancedRequest, Pool } from '@/simulations/algorithms/balancing/policy.ts'
import type { Intervention, TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { runTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { invariant } from '@/simulations/kernel/invariant.ts'
import type { Budget } from '@/simulations/kernel/kernel.ts'
import type { Rng } from '@/simulations/kernel/random.ts'
import { codeTwins } from './generated/index.ts'
import { recordSteps, type CodeStep } from './stepping.ts'

export interface Explanation {
  /** The policy in force at that instant, and its file. */
  readonly policy: string
  readonly file: string
  /** What the policy was asked. */
  readonly asked: BalancedRequest
  readonly pool: Pool
  /** Name of the server chosen, or null when none could be. */
  readonly chosen: string | null
  readonly steps: readonly CodeStep[]
}

interface Snapshot {
  policy: string
  pool: Pool
  state: unknown
  asked: BalancedRequest
  rng: Rng
  options: { readonly decayUs: number; readonly draws: number }
  nowUs: number
}

/** Explains the choice for try number `triesBefore + 1` of a request, made at `atUs`. Null when there was none. */
export async function explainDecision(
  config: TrafficConfig, seed: number, interventions: readonly Intervention[], request: number, triesBefore: number, atUs: number, budget: Budget,
): Promise<Explanation | null> {
  let seen: Snapshot | null = null
  let actual = Number.NaN
  runTraffic({ ...config, durationUs: atUs }, seed, interventions.filter((one) => one.atUs <= atUs), budget, null, {
    beforeChoice(subject, tries, balancer, asked, rng, nowUs) {
      if (subject !== request || tries !== triesBefore) return
      seen = structuredClone({ policy: balancer.policy, pool: balancer.pool, state: balancer.state, asked, rng, options: balancer.options, nowUs })
    },
    afterChoice(subject, tries, _balancer, server) {
      if (subject === request && tries === triesBefore) actual = server
    },
  })
  const snapshot = seen as Snapshot | null
  const load = snapshot === null ? undefined : codeTwins[snapshot.policy]
  if (snapshot === null || load === undefined) return null
  const { twin } = await load()
  const pool = structuredClone(snapshot.pool)
  const { result, steps } = recordSteps(() => twin.policy.choose(snapshot.state, snapshot.pool, snapshot.asked, snapshot.nowUs, snapshot.rng))
  invariant(result === actual, `the twin of ${snapshot.policy} chose ${result}, the run chose ${actual}`)
  return {
    policy: snapshot.policy,
    file: twin.file,
    asked: snapshot.asked,
    pool,
    chosen: result >= 0 ? pool.servers[result]!.config.name : null,
    steps,
  }
}
