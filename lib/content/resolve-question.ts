/** A question about a run and its right answer, which the run decides. */

import { addClaim, canRun, claimOf, knobsOf, momentOf, predictionId, sightOf, type Circle, type Desk } from './desk.ts'
import { measure, testClaim } from './evaluate.ts'
import { metricsOf, parseOperand, type Operand } from './expressions.ts'
import type { Facts, Question, QuestionKind } from './facts.ts'
import type { LessonNode } from './lesson-tree.ts'
import type { Measure } from './metrics.ts'
import { isUsableAs, readAxis, readQuantity, UNIT_WORDS, WritingError, type Axis } from './quantities.ts'
import type { IndexedRun } from './runs.ts'

/** Of an axis without `close`: this part of a linear axis, or of the result on a logarithmic one. */
const CLOSE_LINEAR = 0.05
const CLOSE_LOG = 0.25

export function resolveQuestion(desk: Desk, node: LessonNode, around: Circle): Facts | null {
  const circle: Circle = { ...around, overrides: { ...around.overrides, ...knobsOf(node, 'knobs') } }
  const run = desk.run(circle, {}, node.places.knobs ?? node.place)
  if (run === null) return null
  const kind = (node.attributes.kind ?? 'axis') as QuestionKind
  const options = node.children.filter((n) => desk.tree.nodes[n]!.name === 'Option')
  const id = predictionId(desk, node)
  const exhibit = node.attributes.exhibit === undefined ? { atUs: run.trace.endUs, row: run.trace.log.count - 1, request: -1, lane: -1 } : momentOf(desk, node, 'exhibit', circle, {})
  const answered = answer(desk, node, circle, run, kind, options)
  if (exhibit === null || answered === null) return null
  const question: Question = {
    id, kind, sight: sightOf(circle, exhibit, {}, exhibit.lane > 1 ? [exhibit.lane] : []), axis: null, closeBy: 0, unit: 'number', result: null, values: [], names: [], answer: [], ...answered,
  }
  return { kind: 'question', question, options, scenario: circle.scenario }
}

function answer(desk: Desk, node: LessonNode, circle: Circle, run: IndexedRun, kind: QuestionKind, options: readonly number[]): Partial<Question> | null {
  const needsOptions = kind === 'choice' || kind === 'order'
  if (!needsOptions && options.length > 0) desk.wrong('LRN411', node.place, `<Option> belongs to kind="choice" or kind="order", and this is kind="${kind}"`)
  if (needsOptions && (options.length < 2 || options.length > 5)) {
    desk.wrong('LRN411', node.place, `kind="${kind}" needs two to five <Option>, and has ${options.length}`)
    return null
  }
  if (!needsOptions && node.attributes.metric === undefined) {
    desk.wrong('MDX108', node.place, `kind="${kind}" needs metric: ${kind === 'pick' ? 'the name of a metric of servers, like "share"' : 'what is asked for, like "p99"'}`)
    return null
  }
  switch (kind) {
    case 'axis':
    case 'interval':
      return onAxis(desk, node, circle)
    case 'choice':
      return choose(desk, node, circle, options)
    case 'pick':
      return pick(desk, node, circle, run)
    case 'order':
      return order(desk, node, circle, options)
  }
}

function onAxis(desk: Desk, node: LessonNode, circle: Circle): Partial<Question> | null {
  if (node.attributes.axis === undefined) {
    desk.wrong('MDX108', node.place, '<Predict> needs axis: the ends of the axis, like "0..50 %" or "10 ms..10 s log"')
    return null
  }
  const operand = valueOf(desk, node, 'metric', circle)
  const axis = desk.attempt(node, 'axis', 'UNIT109', readAxis)
  if (operand === null || axis === null) return null
  if (axis.unit !== operand.operand.unit && !isUsableAs({ unit: axis.unit, value: 1 }, operand.operand.unit)) {
    desk.wrong('UNIT110', node.places.axis!, `the axis holds ${UNIT_WORDS[axis.unit]}, and the metric is ${UNIT_WORDS[operand.operand.unit]}`)
    return null
  }
  const { value } = operand.measured
  if (value < axis.from || value > axis.to) {
    const shown = axis.unit === 'duration' ? `${Math.round(value / 1000)} ms` : axis.unit === 'share' ? `${Math.round(value * 1000) / 10} %` : String(Math.round(value * 100) / 100)
    desk.wrong('LRN410', node.places.axis!, `the run gives ${shown}, which lies off this axis; make the axis longer`)
    return null
  }
  const closeBy = desk.attempt(node, 'close', 'UNIT109', (text) => {
    const close = readQuantity(text)
    if (isUsableAs(close, axis.unit)) return close.value
    if (close.unit === 'share') return close.value * value
    throw new WritingError(`"close" is ${UNIT_WORDS[axis.unit]} here, or a part of the result like "20 %"`, 0)
  })
  if (node.attributes.close !== undefined && closeBy === null) return null
  return { axis: { ...axis, unit: operand.operand.unit }, closeBy: closeBy ?? defaultClose(axis, value), unit: operand.operand.unit, result: operand.measured }
}

function defaultClose(axis: Axis, value: number): number {
  return axis.scale === 'linear' ? (axis.to - axis.from) * CLOSE_LINEAR : value * CLOSE_LOG
}

/** The options' claims are tried on the run: exactly one has to be true. */
function choose(desk: Desk, node: LessonNode, circle: Circle, options: readonly number[]): Partial<Question> | null {
  const right: number[] = []
  for (const [at, n] of options.entries()) {
    const option = desk.tree.nodes[n]!
    if (option.attributes.when === undefined) {
      desk.wrong('MDX108', option.place, '<Option> of a choice needs when: the claim that is true of the run when this is right')
      return null
    }
    const claim = claimOf(desk, option, 'when', circle)
    if (claim === null) return null
    if (!testClaim(claim, (more) => desk.run(circle, more, option.place)!).holds) continue
    right.push(at)
    addClaim(desk, option, 'when', circle, {}, claim, 'warning')
  }
  if (right.length === 1) return { answer: right }
  desk.wrong('LRN412', node.place, right.length === 0
    ? 'none of the options is true of this run; change a claim in "when"'
    : `${right.length} options are true of this run (${right.map((at) => at + 1).join(', ')}); make their claims exclude each other`)
  return null
}

function pick(desk: Desk, node: LessonNode, circle: Circle, run: IndexedRun): Partial<Question> | null {
  const { servers } = circle.names
  const operands = desk.attempt(node, 'metric', 'SIM206', (text) => {
    if (!/^[a-z_0-9]+$/.test(text)) throw new WritingError('for kind="pick" this is the name of one metric of servers, without brackets: "max_queue"', 0)
    return servers.map((server) => parseOperand(`${text}(${server})`, circle.names))
  })
  if (operands === null) return null
  const values = operands.map((operand) => measure(operand, () => run).value)
  const wanted = node.attributes.least === true ? Math.min(...values) : Math.max(...values)
  const right = values.flatMap((value, at) => (value === wanted ? [at] : []))
  if (right.length !== 1) {
    desk.wrong('LRN412', node.places.metric!, `${right.map((at) => servers[at]).join(' and ')} are equal in this run, so there is no one right answer`)
    return null
  }
  return { values, names: servers, answer: right, unit: operands[0]!.unit }
}

function order(desk: Desk, node: LessonNode, circle: Circle, options: readonly number[]): Partial<Question> | null {
  const read = options.map((n) => {
    const option = desk.tree.nodes[n]!
    if (option.attributes.value !== undefined) return valueOf(desk, option, 'value', circle)
    desk.wrong('MDX108', option.place, '<Option> of an order needs value: what it is ordered by, like "p99 with {balancer.policy: random}"')
    return null
  })
  if (read.some((one) => one === null)) return null
  const values = read.map((one) => one!.measured.value)
  if (new Set(values).size < values.length) {
    desk.wrong('LRN412', node.place, 'two options have the same value in this run, so there is no one right order')
    return null
  }
  const sorted = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  return { values, answer: node.attributes.most === true ? sorted.reverse() : sorted, unit: read[0]!.operand.unit }
}

function valueOf(desk: Desk, node: LessonNode, attribute: string, circle: Circle): { readonly operand: Operand; readonly measured: Measure } | null {
  const operand = desk.attempt(node, attribute, 'SIM206', (text) => parseOperand(text, circle.names))
  if (operand === null) return null
  const place = node.places[attribute] ?? node.place
  if (!canRun(desk, metricsOf(operand).map((use) => use.overrides), circle, place)) return null
  const measured = measure(operand, (more) => desk.run(circle, more, place)!)
  if (!Number.isNaN(measured.value)) return { operand, measured }
  desk.wrong('SIM208', place, `"${String(node.attributes[attribute])}" has no value in this run`)
  return null
}
