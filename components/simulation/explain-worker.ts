/** The thread that repeats a run up to one decision, for the code view. It answers in order; an unwanted answer is dropped by who asked. */

import { codeTwins } from '@/components/code/generated/index.ts'
import { explainDecision, type Explanation } from '@/components/code/explain.ts'
import type { Token } from '@/components/code/code-twin.ts'
import type { DecisionPlace } from '@/components/code/decisions.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { readCommands } from '@/simulations/scenario/traffic-commands.ts'
import { TAB_BUDGET, type RunInputs } from './run.ts'

export interface ExplainRequest {
  readonly id: number
  readonly config: TrafficConfig
  readonly inputs: RunInputs
  readonly place: DecisionPlace
}

export interface ExplainReply {
  readonly id: number
  /** null: there is nothing to explain; `problem` says why when something went wrong. */
  readonly answer: { readonly explanation: Explanation; readonly lines: readonly (readonly Token[])[] } | null
  readonly problem: string
}

const scope = self as unknown as { onmessage: ((event: MessageEvent<ExplainRequest>) => void) | null; postMessage(reply: ExplainReply): void }

scope.onmessage = ({ data }) => {
  void explain(data).then((reply) => scope.postMessage(reply))
}

async function explain({ id, config, inputs, place }: ExplainRequest): Promise<ExplainReply> {
  try {
    const explanation = await explainDecision(config, inputs.seed, readCommands(inputs.interventions, config).interventions, place.request, place.triesBefore, place.atUs, TAB_BUDGET)
    if (explanation === null) return { id, answer: null, problem: '' }
    const { twin } = await codeTwins[explanation.policy]!()
    return { id, answer: { explanation, lines: twin.lines }, problem: '' }
  } catch (error) {
    return { id, answer: null, problem: error instanceof Error ? error.message : String(error) }
  }
}
