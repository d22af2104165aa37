/** Claims and values against runs. Whoever asks brings the runs: the build makes them, a page has the learner's own. */

import type { Claim, MetricUse, Operand, Overrides } from './expressions.ts'
import { ALL_METRICS } from './all-metrics.ts'
import { DATABASE, type Measure, type Run } from './metrics.ts'
import { isPlaced, measurePlaced, type PlacedRun } from './placement-metrics.ts'
import { readQuantity } from './quantities.ts'

/** Gives the run that differs by these knobs from the one that is asked about. */
export type RunOf = (overrides: Overrides) => Run | PlacedRun

/** The value of an expression; a single metric also says of how many. */
export function measure(operand: Operand, runOf: RunOf): Measure {
  if (operand.kind === 'quantity') return { value: operand.value }
  if (operand.kind === 'metric') return measureMetric(operand, runOf(operand.overrides))
  const left = measure(operand.left, runOf).value
  const right = measure(operand.right, runOf).value
  switch (operand.sign) {
    case '+':
      return { value: left + right }
    case '-':
      return { value: left - right }
    case '*':
      return { value: left * right }
    case '/':
      return { value: left / right }
  }
}

function measureMetric(use: MetricUse, run: Run | PlacedRun): Measure {
  if (isPlaced(run)) return measurePlaced(use.name, use.args, use.from, use.to, run)
  const serverNames = run.trace.lanes.filter((lane) => lane.role === 'service').map((lane) => lane.id)
  const classNames = run.config.clients.classes.map((one) => one.name)
  const scope = { server: -1, workClass: -1, tenant: -1, fromUs: use.from, toUs: use.to, limitUs: Infinity }
  const tenantNames = (run.config.clients.tenants ?? []).map((one) => one.name)
  for (const arg of use.args) {
    if (/^\d/.test(arg)) scope.limitUs = readQuantity(arg, 'duration').value
    else if (arg === 'database' && run.config.database !== undefined) scope.server = DATABASE
    else if (serverNames.includes(arg)) scope.server = run.trace.lanes.find((lane) => lane.id === arg)!.index
    else if (classNames.includes(arg)) scope.workClass = classNames.indexOf(arg)
    else if (tenantNames.includes(arg)) scope.tenant = tenantNames.indexOf(arg)
    else return { value: NaN }
  }
  return ALL_METRICS[use.name]!.measure(run, scope)
}

/** Whether a claim is true, and the value of its left side. A value that does not exist makes it false. */
export function testClaim(claim: Claim, runOf: RunOf): { readonly holds: boolean; readonly value: number; readonly missBy: number } {
  const value = measure(claim.subject, runOf).value
  if (claim.kind === 'between') {
    const low = measure(claim.low, runOf).value
    const high = measure(claim.high, runOf).value
    return { holds: value >= low && value <= high, value, missBy: Math.max(low - value, value - high, 0) }
  }
  const than = measure(claim.than, runOf).value
  return { holds: compare(value, claim.sign, than), value, missBy: Math.abs(value - than) }
}

function compare(value: number, sign: string, than: number): boolean {
  switch (sign) {
    case '<':
      return value < than
    case '<=':
      return value <= than
    case '>':
      return value > than
    case '>=':
      return value >= than
    case '==':
      return value === than
    default:
      return value !== than && !Number.isNaN(value) && !Number.isNaN(than)
  }
}
