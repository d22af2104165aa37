/**
 * What: `npm run theory [-- --quick] [-- --json FILE]`: runs the experiments and prints figure, prediction, interval and verdict.
 * Exit code: 0 all passed, 1 some did not. The last line is "N passed, N failed".
 */

import type { Row } from './experiment.ts'
import { experiments } from './experiments.ts'

/** The part of the requests that a quick run sends. */
export const QUICK = 0.2
const SEED = 20_260

export function runTheory(isQuick: boolean, tell: (line: string) => void = () => undefined): Row[] {
  const rows: Row[] = []
  let topic = ''
  for (const experiment of experiments) {
    if (isQuick && !experiment.isQuick) continue
    if (experiment.topic !== topic) tell(`\n${experiment.topic}`)
    topic = experiment.topic
    for (const row of experiment.run(Math.round(experiment.requests * (isQuick ? QUICK : 1)), SEED)) {
      rows.push(row)
      tell(describeRow(row))
    }
  }
  return rows
}

export function describeRow({ topic, system, figure, measured, prediction, interval, tolerance, isExact, passed }: Row): string {
  const verdict = passed ? 'ok    ' : 'FAILED'
  if (topic === "Little's law") return `  ${verdict}  ${system.padEnd(42)} Little's law: ${passed ? 'exact' : figure}`
  const exact = isExact ? '' : '   (a limit: the interval need not contain it)'
  return `  ${verdict}  ${system.padEnd(42)} ${figure.padEnd(38)} ${write(measured)}  predicted ${write(prediction)}  in ${write(interval[0])} … ${write(interval[1])}  tolerance ${write(tolerance)}${exact}`
}

function write(value: number): string {
  return Number(value.toPrecision(5)).toString().padStart(9)
}
