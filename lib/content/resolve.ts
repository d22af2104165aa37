/**
 * What: the meaning of a lesson: every word of it against its scenario and its run, and everything that is wrong with that.
 * Why: a metric, a machine, an instant, a knob that does not exist is found when the lesson is saved and not by a reader.
 */

import { describeForAuthor } from '@/simulations/scenario/author-words.ts'
import { readSequence, readSoundLimiter } from '@/simulations/scenario/bench-opening.ts'
import { readKnob } from '@/simulations/scenario/knob-values.ts'
import { knobAt } from '@/simulations/scenario/knobs.ts'
import { addClaim, canRun, claimOf, knobsOf, momentOf, predictionId, sightOf, START, type Circle, type Desk, type LessonClaim } from './desk.ts'
import { measure, testClaim } from './evaluate.ts'
import { metricsOf, operandsOf, parseOperand, type Scalar } from './expressions.ts'
import type { ComparedRun, Facts } from './facts.ts'
import type { FrontMatter } from './front-matter.ts'
import type { LessonNode, LessonTree } from './lesson-tree.ts'
import type { Found } from './moments.ts'
import { closestOf, suggestion } from './near.ts'
import type { Problem, Source } from './problems.ts'
import { readQuantity, WritingError } from './quantities.ts'
import { MARKS } from './registry.ts'
import { resolveQuestion } from './resolve-question.ts'
import type { Runs } from './runs.ts'
import { measureScaling } from './scaling.ts'
import type { Shelf } from './shelf.ts'

export interface Resolved {
  readonly facts: readonly Facts[]
  readonly claims: readonly LessonClaim[]
  readonly problems: readonly Problem[]
}

export function resolveLesson(source: Source, tree: LessonTree, front: FrontMatter | null, shelf: Shelf, runs: Runs): Resolved {
  const problems: Problem[] = []
  const claims: LessonClaim[] = []
  const desk: Desk = {
    source, tree, shelf, front, problems, claims,
    run(circle, overrides, place) {
      const reading = runs.run(circle.scenario, { ...circle.overrides, ...overrides }, circle.seed)
      if (!reading.ok) desk.wrong('SIM210', place, reading.problem)
      return reading.ok ? reading.run : null
    },
    attempt(node, attribute, code, read) {
      const text = node.attributes[attribute]
      if (typeof text !== 'string') return null
      const place = node.places[attribute] ?? node.place
      try {
        return read(text)
      } catch (error) {
        if (!(error instanceof WritingError)) throw error
        desk.wrong(code, { line: place.line, column: place.column + error.offset }, error.message)
        return null
      }
    },
    wrong: (code, place, message, severity = 'error') => problems.push(source.problem(code, place, message, severity)),
  }
  const circles: (Circle | null)[] = []
  const facts = tree.nodes.map((node): Facts => {
    const around = node.parent < 0 ? null : circles[node.parent]!
    circles[node.n] = around
    return resolveNode(desk, node, around, (circle) => (circles[node.n] = circle)) ?? { kind: 'plain' }
  })
  return { facts, claims, problems }
}

function resolveNode(desk: Desk, node: LessonNode, circle: Circle | null, enter: (circle: Circle | null) => void): Facts | null {
  switch (node.name) {
    case 'Sim': {
      const entered = enterScenario(desk, node)
      enter(entered)
      return entered === null ? null : { kind: 'sim', scenario: entered.scenario, seed: entered.seed }
    }
    case 'Step':
      return circle === null ? null : resolveStep(desk, node, circle, enter)
    case 'Predict':
      return circle === null ? null : resolvePredict(desk, node, circle)
    case 'Item': {
      const entered = enterScenario(desk, node)
      enter(entered)
      return entered === null ? null : resolveQuestion(desk, node, entered)
    }
    case 'Scaling': {
      const entered = enterScenario(desk, node)
      if (entered === null) return null
      const reading = measureScaling(entered.scenario, knobsOf(node, 'knobs'), entered.seed)
      if (!reading.ok) desk.wrong('SIM210', node.places.knobs ?? node.place, reading.problem)
      return reading.ok ? { kind: 'scaling', scaling: reading.scaling } : null
    }
    case 'ArrivalBench':
      return resolveArrivalBench(desk, node)
    case 'After':
      return resolveAfter(desk, node)
    case 'Value':
      return circle === null ? null : resolveValue(desk, node, circle)
    case 'At': {
      if (circle === null) return null
      const found = node.attributes.of === undefined ? stepMoment(desk, node, circle) : momentOf(desk, node, 'of', circle, {})
      return found === null ? null : { kind: 'time', atUs: found.atUs }
    }
    case 'Gap':
      return circle === null ? null : resolveGap(desk, node, circle)
    case 'Claim': {
      if (circle === null) return null
      const claim = claimOf(desk, node, 'that', circle)
      if (claim !== null) addClaim(desk, node, 'that', circle, knobsOf(node, 'with'), claim, 'error')
      return { kind: 'claim' }
    }
    case 'Compare':
      return circle === null ? null : resolveCompare(desk, node, circle)
    case 'Break': {
      if (circle === null) return null
      const goal = claimOf(desk, node, 'goal', circle)
      const without = (node.attributes.without ?? []) as readonly string[]
      for (const command of without) if (!COMMANDS.includes(command)) desk.wrong('SIM211', node.places.without!, `nothing called "${command}" can be done${suggestion(command, COMMANDS)}`)
      const knobs = knobsOf(node, 'knobs')
      const run = desk.run(circle, knobs, node.places.knobs ?? node.place)
      if (goal === null || run === null) return null
      if (operandsOf(goal).flatMap(metricsOf).some((use) => Object.keys(use.overrides).length > 0)) desk.wrong('LRN416', node.places.goal!, 'a goal is about the learner\'s one run, so its metrics take no "with {…}"; name the knobs to keep in knobs={{…}}')
      if (testClaim(goal, (more) => desk.run(circle, { ...knobs, ...more }, node.place) ?? run).holds) desk.wrong('LRN414', node.places.goal!, 'this is already true before anybody does anything; set a goal that has to be reached')
      return { kind: 'break', id: String(node.attributes.id), goal: String(node.attributes.goal), without, sight: sightOf(circle, START, knobs) }
    }
    case 'Mark': {
      const kind = String(node.attributes.kind)
      if (node.attributes.kind !== undefined && !MARKS.some((one) => one === kind)) desk.wrong('MRK102', node.places.kind!, `unknown mark "${kind}"${suggestion(kind, MARKS)}`)
      return null
    }
    case 'Source': {
      const ids = desk.front?.sources.map(({ id }) => id) ?? []
      const id = String(node.attributes.id)
      if (desk.front !== null && node.attributes.id !== undefined && !ids.includes(id)) desk.wrong('LRN420', node.places.id!, `the head lists no source "${id}"${suggestion(id, ids)}`)
      return { kind: 'source', id, number: ids.indexOf(id) + 1 }
    }
    case 'Term': {
      const id = String(node.attributes.id)
      const known = Object.keys(desk.shelf.glossary)
      if (node.attributes.id !== undefined && !known.includes(id)) desk.wrong('TRM802', node.places.id!, `content/glossary.yaml has no "${id}"${suggestion(id, known)}`)
      return null
    }
    default:
      return null
  }
}

function resolveArrivalBench(desk: Desk, node: LessonNode): Facts | null {
  const read = <T>(attribute: string, reader: (written: string) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }): T | null => {
    const written = node.attributes[attribute]
    if (typeof written !== 'string') return null
    const reading = reader(written)
    if (reading.ok) return reading.value
    desk.wrong('SIM214', node.places[attribute] ?? node.place, reading.problem)
    return null
  }
  const [text, left, right] = [read('sequence', readSequence), read('left', readSoundLimiter), read('right', readSoundLimiter)]
  return text === null || left === null || right === null ? null : { kind: 'arrival-bench', text, left, right }
}

export const COMMANDS = [
  'stop-server', 'start-server', 'drain-server', 'ready-server', 'cut-link', 'heal-link', 'slow-server', 'slow-link', 'set-weight', 'set-policy', 'set-rate', 'add-server',
  'stop-store', 'start-store', 'slow-store', 'cut-store-link', 'slow-store-link', 'heal-store-link', 'set-limit', 'move-slots',
  'add-node', 'remove-node', 'set-node-weight', 'mark-down', 'mark-up',
]

function enterScenario(desk: Desk, node: LessonNode): Circle | null {
  const id = node.attributes.scenario
  if (typeof id !== 'string') return null
  const { scenarioIds } = desk.shelf
  if (!scenarioIds.includes(id)) {
    desk.wrong('SIM202', node.places.scenario!, `there is no scenario "${id}"${suggestion(id, scenarioIds)}`)
    return null
  }
  const scenario = desk.shelf.scenario(id)
  if (scenario === null) {
    desk.wrong('SIM203', node.places.scenario!, `the scenario "${id}" cannot be read; its own problems stand above`)
    return null
  }
  if (scenario.family === 'placement') return placedCircle(node, scenario)
  const document = scenario.document as { readonly servers: object; readonly clients: { readonly requests: object; readonly tenants?: object }; readonly database?: object }
  const names = { servers: Object.keys(document.servers), classes: [...Object.keys(document.clients.requests), ...Object.keys(document.clients.tenants ?? {})], hasDatabase: document.database !== undefined }
  return {
    scenario, names, machines: ['clients', 'balancer', ...names.servers, ...(names.hasDatabase ? ['database'] : []), ...limiterLanes(scenario.ready.config)], seed: typeof node.attributes.seed === 'number' ? node.attributes.seed : scenario.seed,
    overrides: node.name === 'Item' ? knobsOf(node, 'knobs') : {}, step: '',
  }
}

/** Keys on nodes: its machines are the clients, the source behind a cache, and the nodes, those that its script adds included. */
function placedCircle(node: LessonNode, scenario: Circle['scenario']): Circle {
  const added = scenario.script.flatMap(({ do: command }) => (command.kind === 'add-node' ? [command.node] : []))
  const servers = [...new Set([...Object.keys((scenario.document as { readonly nodes: object }).nodes), ...added])]
  return {
    scenario, names: { servers, classes: [], hasDatabase: false }, machines: ['clients', 'source', ...servers], seed: typeof node.attributes.seed === 'number' ? node.attributes.seed : scenario.seed,
    overrides: node.name === 'Item' ? knobsOf(node, 'knobs') : {}, step: '',
  }
}

/** Names of the limiter's machines. */
function limiterLanes(config: Circle['scenario']['ready']['config']): string[] {
  const limiter = 'limiter' in config ? config.limiter : undefined
  if (limiter === undefined) return []
  const nodes = Array.from({ length: limiter.nodes }, (_, index) => `limiter-${index + 1}`)
  return limiter.counts === 'shared' || limiter.counts === 'synchronised' ? [...nodes, 'limit-store'] : nodes
}

function resolveStep(desk: Desk, node: LessonNode, circle: Circle, enter: (circle: Circle | null) => void): Facts | null {
  const policy = node.attributes.policy
  const overrides = { ...knobsOf(node, 'knobs'), ...(typeof policy === 'string' ? { 'balancer.policy': policy } : {}) }
  const inner: Circle = { ...circle, overrides, step: String(node.attributes.id ?? '') }
  const place = node.places.knobs ?? node.places.policy ?? node.place
  const run = desk.run(circle, overrides, place)
  enter(run === null ? null : inner)
  if (run === null) return null
  const names = typeof node.attributes.focus === 'string' ? node.attributes.focus.split(/[\s,]+/).filter((name) => name !== '') : []
  for (const name of names) {
    if (!circle.machines.includes(name)) desk.wrong('SIM204', node.places.focus!, `no machine called ${name}${suggestion(name, circle.machines)}`)
  }
  if (names.length > 1) desk.wrong('LRN405', node.places.focus!, `two machines in focus (${names.join(', ')}): two ideas in one step? Split it, or focus the one it is about`, 'warning')
  const found = node.attributes.at === undefined ? START : momentOf(desk, node, 'at', inner, {})
  if (found === null) return null
  const window = desk.attempt(node, 'window', 'UNIT109', (text) => readQuantity(text, 'duration').value)
  return {
    kind: 'step', id: inner.step, title: node.heading, run,
    sight: sightOf(inner, found, {}, names.map((name) => run.trace.lanes.findIndex((lane) => lane.id === name)), window, node.attributes.view === 'table' ? 'table' : 'stage'),
  }
}

/** `<At/>` alone is the instant of its step. */
function stepMoment(desk: Desk, node: LessonNode, circle: Circle): Found | null {
  let at = node.parent
  while (at >= 0 && desk.tree.nodes[at]!.name !== 'Step') at = desk.tree.nodes[at]!.parent
  const step = desk.tree.nodes[at]
  return step === undefined || step.attributes.at === undefined ? START : momentOf({ ...desk, wrong: () => {} }, step, 'at', circle, {})
}

/** A prediction whose evidence already stands on the screen is none. */
function resolvePredict(desk: Desk, node: LessonNode, circle: Circle): Facts | null {
  const fact = resolveQuestion(desk, node, circle)
  const step = desk.tree.nodes[node.parent]
  if (fact?.kind !== 'question' || step?.attributes.at === undefined) return fact
  const from = stepMoment(desk, node, circle)
  const { sight } = fact.question
  if (from !== null && from.atUs > 0 && sight.atUs <= from.atUs) {
    desk.wrong('LRN415', step.places.at!, `the step shows the run up to ${from.atUs / 1_000_000} s, and the evidence stands at ${sight.atUs / 1_000_000} s: begin the step before it, or at="start"`)
  }
  return fact
}

function resolveAfter(desk: Desk, node: LessonNode): Facts | null {
  const { nodes } = desk.tree
  const siblings = nodes[node.parent]?.children.map((n) => nodes[n]!) ?? []
  const predict = siblings.find((one) => one.name === 'Predict')
  const named = node.attributes.predict
  if (typeof named === 'string') {
    const ids = nodes.filter((one) => one.name === 'Predict').map((one) => predictionId(desk, one))
    if (!ids.includes(named)) desk.wrong('LRN409', node.places.predict!, `there is no prediction "${named}"${suggestion(named, ids)}`)
    return { kind: 'after', question: named }
  }
  if (predict === undefined) {
    desk.wrong('LRN409', node.place, 'this step has no <Predict>: put one before <After>, or name one with predict="…"')
    return null
  }
  return { kind: 'after', question: predictionId(desk, predict) }
}

function resolveValue(desk: Desk, node: LessonNode, circle: Circle): Facts | null {
  const operand = desk.attempt(node, 'of', 'SIM206', (text) => parseOperand(text, circle.names))
  if (operand === null) return null
  const overrides = knobsOf(node, 'with')
  const place = node.places.with ?? node.places.of!
  if (!canRun(desk, [{ overrides: {} }, ...metricsOf(operand)].map((use) => ({ ...overrides, ...use.overrides })), circle, place)) return null
  const measured = measure(operand, (more) => desk.run(circle, { ...overrides, ...more }, place)!)
  if (Number.isNaN(measured.value)) {
    desk.wrong('SIM208', place, `"${String(node.attributes.of)}" has no value in this run: nothing was answered, or nothing was sent there`)
    return null
  }
  return { kind: 'value', unit: operand.unit, measure: measured }
}

function resolveGap(desk: Desk, node: LessonNode, circle: Circle): Facts | null {
  const from = momentOf(desk, node, 'from', circle, {})
  const to = momentOf(desk, node, 'to', circle, {})
  if (from === null || to === null) return null
  if (to.atUs < from.atUs) desk.wrong('SIM209', node.place, `"to" comes ${Math.round((from.atUs - to.atUs) / 1000)} ms before "from"; turn them round`)
  return { kind: 'gap', us: to.atUs - from.atUs, from, to }
}

function resolveCompare(desk: Desk, node: LessonNode, circle: Circle): Facts | null {
  const { knob, values, metrics: written } = node.attributes
  if (typeof knob !== 'string' || !Array.isArray(values)) return null
  const found = knobAt(knob, circle.scenario.family)
  if (found === null) {
    const known = circle.scenario.knobs.map(({ path }) => path)
    desk.wrong('SIM210', node.places.knob!, `there is no knob "${knob}"${suggestion(knob, known)}`)
    return null
  }
  for (const value of values as Scalar[]) {
    const reading = readKnob(found.knob, value)
    if (!reading.ok) {
      const near = found.knob.kind === 'choice' ? closestOf(String(value), found.knob.options) : null
      desk.wrong('SIM210', node.places.values!, `${knob} cannot be ${JSON.stringify(value)}: ${near === null ? describeForAuthor(reading.flaw) : `did you mean "${near}"?`}`)
      return null
    }
  }
  const names = Array.isArray(written) ? (written as string[]) : ['p99', 'failed_share']
  const operands = names.map((name, at) => {
    try {
      return parseOperand(name, circle.names)
    } catch (error) {
      if (!(error instanceof WritingError)) throw error
      desk.wrong('SIM206', node.places.metrics ?? node.place, `metric ${at + 1}: ${error.message}`)
      return null
    }
  })
  const runs: ComparedRun[] = []
  for (const value of values as Scalar[]) {
    const overrides = { [knob]: value }
    const run = desk.run(circle, overrides, node.places.values!)
    const at = node.attributes.at === undefined ? START : momentOf(desk, node, 'at', circle, overrides)
    if (run === null || at === null) return null
    const window = desk.attempt(node, 'window', 'UNIT109', (text) => readQuantity(text, 'duration').value)
    runs.push({
      value, sight: sightOf(circle, at, overrides, [], window),
      values: operands.map((operand) => (operand === null ? { value: NaN } : measure(operand, (more) => desk.run(circle, { ...overrides, ...more }, node.place) ?? run))),
    })
  }
  return {
    kind: 'compare', id: String(node.attributes.id), knob, ask: String(node.attributes.ask ?? ''),
    metrics: names.map((name, at) => ({ name, unit: operands[at]?.unit ?? 'number' })), runs,
  }
}
