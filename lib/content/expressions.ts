/**
 * What: the small language of claims: `p99 between 300 ms and 500 ms`, `share(s1) > 70 %`,
 * `p99 > 3 * p99 with {balancer.policy: least-connections}`, `failed_share from 8 s to 16 s == 0`.
 * Why: a number in prose is a promise about runs; it has to be read, checked for units and tried on many seeds.
 *
 * Grammar:   claim   := sum ('between' sum 'and' sum | ('<'|'<='|'>'|'>='|'=='|'!=') sum)
 *            sum     := product (('+'|'-') product)*
 *            product := factor (('*'|'/') factor)*
 *            factor  := quantity | '(' sum ')' | metric ['(' arguments ')'] ['from' time 'to' time] ['with' '{' knob: value, … '}']
 *
 * Invariants: I1 whatever parses has units that fit; evaluation never fails for another reason than a run without the value (NaN).
 */

import { ALL_METRICS as METRICS } from './all-metrics.ts'
import { closestOf } from './near.ts'
import { isUsableAs, scanQuantity, UNIT_WORDS, WritingError, type Quantity, type Unit } from './quantities.ts'

export type Scalar = string | number | boolean
export type Overrides = Readonly<Record<string, Scalar>>

export interface MetricUse {
  readonly kind: 'metric'
  readonly name: string
  readonly unit: Unit
  readonly args: readonly string[]
  /** Only requests sent in this stretch, µs. */
  readonly from: number
  readonly to: number
  /** Knobs that differ from the run the claim is about. */
  readonly overrides: Overrides
  readonly offset: number
}

export type Operand =
  | MetricUse
  | { readonly kind: 'quantity'; readonly unit: Unit; readonly value: number }
  | { readonly kind: 'sum' | 'product'; readonly sign: '+' | '-' | '*' | '/'; readonly left: Operand; readonly right: Operand; readonly unit: Unit }

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='

export type Claim =
  | { readonly kind: 'between'; readonly subject: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'compare'; readonly subject: Operand; readonly sign: Comparison; readonly than: Operand }

/** The names that arguments may be; what is empty is not checked. */
export interface Names {
  readonly servers: readonly string[]
  readonly classes: readonly string[]
  readonly hasDatabase?: boolean
}

const ALL: Names = { servers: [], classes: [] }

export function parseClaim(text: string, names: Names = ALL): Claim {
  const reader = createReader(text, names)
  const subject = sum(reader)
  if (word(reader, 'between')) {
    const low = sum(reader)
    if (!word(reader, 'and')) throw reader.wrong('"and" and the upper end are missing: "p99 between 300 ms and 500 ms"')
    const high = sum(reader)
    reader.end()
    sameUnit(subject, low, reader)
    sameUnit(subject, high, reader)
    return { kind: 'between', subject, low, high }
  }
  const sign = reader.take(/(<=|>=|==|!=|<|>)/y)
  if (sign === null) {
    if (reader.peek(/=/y)) throw reader.wrong('one "=" is too few; write "=="')
    throw reader.wrong('a claim compares: "p99 < 300 ms", "failed_share == 0" or "p99 between 300 ms and 500 ms"')
  }
  const than = sum(reader)
  reader.end()
  sameUnit(subject, than, reader)
  return { kind: 'compare', subject, sign: sign as Comparison, than }
}

/** An expression with a value: what `<Value of>` and a prediction's `metric` hold. */
export function parseOperand(text: string, names: Names = ALL): Operand {
  const reader = createReader(text, names)
  const operand = sum(reader)
  reader.end()
  return operand
}

/** Every metric that an expression reads. */
export function metricsOf(operand: Operand): readonly MetricUse[] {
  return operand.kind === 'metric' ? [operand] : operand.kind === 'quantity' ? [] : [...metricsOf(operand.left), ...metricsOf(operand.right)]
}

export function operandsOf(claim: Claim): readonly Operand[] {
  return claim.kind === 'between' ? [claim.subject, claim.low, claim.high] : [claim.subject, claim.than]
}

interface Reader {
  readonly text: string
  readonly names: Names
  at: number
  take(pattern: RegExp): string | null
  peek(pattern: RegExp): boolean
  wrong(message: string, offset?: number): WritingError
  end(): void
}

function createReader(text: string, names: Names): Reader {
  const reader: Reader = {
    text, names, at: 0,
    take(pattern) {
      skip()
      pattern.lastIndex = reader.at
      const match = pattern.exec(text)
      if (match === null) return null
      reader.at = pattern.lastIndex
      return match[1] ?? match[0]
    },
    peek(pattern) {
      skip()
      pattern.lastIndex = reader.at
      return pattern.test(text)
    },
    wrong: (message, offset = reader.at) => new WritingError(message, offset),
    end() {
      skip()
      if (/^with\b/.test(text.slice(reader.at))) throw reader.wrong('"with {…}" stands right behind the metric it is about: "p99 with {balancer.policy: random} < 1 s"')
      if (reader.at < text.length) throw reader.wrong(`"${text.slice(reader.at)}" is one thing too many`)
    },
  }
  function skip(): void {
    while (/\s/.test(text[reader.at] ?? '')) reader.at++
  }
  return reader
}

function word(reader: Reader, expected: string): boolean {
  return reader.take(new RegExp(`${expected}\\b`, 'y')) !== null
}

function sum(reader: Reader): Operand {
  let left = product(reader)
  for (;;) {
    const sign = reader.take(/[+-]/y)
    if (sign === null) return left
    const right = product(reader)
    sameUnit(left, right, reader)
    left = { kind: 'sum', sign: sign as '+' | '-', left, right, unit: left.unit === 'number' ? right.unit : left.unit }
  }
}

function product(reader: Reader): Operand {
  let left = factor(reader)
  for (;;) {
    const sign = reader.take(/[*/](?!s\b|min\b)/y)
    if (sign === null) return left
    const right = factor(reader)
    left = { kind: 'product', sign: sign as '*' | '/', left, right, unit: productUnit(reader, left.unit, right.unit, sign) }
  }
}

function productUnit(reader: Reader, left: Unit, right: Unit, sign: string): Unit {
  if (sign === '/') {
    if (left === right || (left === 'count' && right === 'number')) return left === right ? 'number' : 'count'
    if (right === 'number' || right === 'count') return left
    throw reader.wrong(`${UNIT_WORDS[left]} cannot be divided by ${UNIT_WORDS[right]}`)
  }
  if (left === 'number' || left === 'share') return right === 'count' || left === 'number' ? right : left === right ? 'share' : right
  if (right === 'number' || right === 'share') return left
  throw reader.wrong(`${UNIT_WORDS[left]} times ${UNIT_WORDS[right]} is nothing that can be compared`)
}

function factor(reader: Reader): Operand {
  if (reader.take(/\(/y) !== null) {
    const inside = sum(reader)
    if (reader.take(/\)/y) === null) throw reader.wrong('")" is missing')
    return inside
  }
  reader.peek(/./y) // skips blanks
  const scanned = scanQuantity(reader.text, reader.at)
  if (scanned !== null) {
    reader.at = scanned.end
    return { kind: 'quantity', ...scanned.quantity }
  }
  return metric(reader)
}

function metric(reader: Reader): MetricUse {
  reader.peek(/./y)
  const offset = reader.at
  const name = reader.take(/[a-z_][a-z0-9_]*/y)
  if (name === null) throw reader.wrong(reader.at >= reader.text.length ? 'something is missing at the end' : 'a metric or a number with its unit stands here', offset)
  const spec = METRICS[name]
  if (spec === undefined || !Object.hasOwn(METRICS, name)) {
    const near = closestOf(name, Object.keys(METRICS))
    throw reader.wrong(`there is no metric called "${name}"${near === null ? '' : `, did you mean "${near}"?`}; there are ${Object.keys(METRICS).join(', ')}`, offset)
  }
  const args = reader.take(/\(/y) === null ? [] : readArguments(reader)
  checkArguments(reader, name, args)
  let from = 0
  let to = Infinity
  if (word(reader, 'from')) {
    from = time(reader)
    if (!word(reader, 'to')) throw reader.wrong('"to" and a time are missing: "p99 from 8 s to 16 s"')
    to = time(reader)
    if (from >= to) throw reader.wrong('the stretch of time runs backwards')
    if (!spec.byRequest) throw reader.wrong(`${name} is about the whole run and takes no "from … to …"`, offset)
  }
  const overrides = word(reader, 'with') ? readOverrides(reader) : {}
  return { kind: 'metric', name, unit: spec.unit, args, from, to, overrides, offset }
}

function time(reader: Reader): number {
  reader.peek(/./y)
  const scanned = scanQuantity(reader.text, reader.at)
  if (scanned === null || !isUsableAs(scanned.quantity, 'duration')) throw reader.wrong('a time like "8 s" stands here')
  reader.at = scanned.end
  return scanned.quantity.value
}

function readArguments(reader: Reader): string[] {
  const inside = reader.take(/([^()]*)\)/y)
  if (inside === null) throw reader.wrong('")" is missing')
  return inside.split(',').map((arg) => arg.trim()).filter((arg) => arg !== '')
}

function checkArguments(reader: Reader, name: string, args: readonly string[]): void {
  const { takes, needs } = METRICS[name]!
  const { servers, classes, hasDatabase } = reader.names
  let hasNeeded = needs === undefined
  for (const arg of args) {
    const isTime = /^\d/.test(arg)
    if (isTime) {
      const scanned = scanQuantity(arg, 0)
      if (!takes.includes('duration')) throw reader.wrong(`${name} takes no time; it takes ${takes.join(' or ') || 'nothing'}`)
      if (scanned === null || scanned.quantity.unit !== 'duration' || scanned.end !== arg.length) throw reader.wrong(`"${arg}" is no duration; write "500 ms"`)
      hasNeeded ||= needs === 'duration'
      continue
    }
    if (arg === 'database' && hasDatabase !== false) {
      if (!takes.includes('database')) throw reader.wrong(`${name} takes ${takes.join(' or ') || 'nothing'}, and not the database`)
      continue
    }
    if (takes.length === 0) throw reader.wrong(`${name} takes nothing in brackets`)
    const isServer = servers.length === 0 || servers.includes(arg)
    const isClass = classes.length === 0 || classes.includes(arg)
    if (!isServer && !isClass) {
      throw reader.wrong(`there is no server and no sort of request called "${arg}"; there are ${[...servers, ...classes].join(', ')}`)
    }
    if (!isServer && !takes.includes('class')) throw reader.wrong(`${name} takes ${takes.join(' or ')}, and "${arg}" is a sort of request`)
    if (!isClass && !takes.includes('server')) throw reader.wrong(`${name} takes ${takes.join(' or ')}, and "${arg}" is a server`)
    hasNeeded ||= needs === 'server' && isServer
  }
  if (!hasNeeded) throw reader.wrong(`${name} needs a ${needs === 'server' ? 'server' : 'time'}: ${name}(${needs === 'server' ? servers[0] ?? 's1' : '500 ms'})`)
}

function readOverrides(reader: Reader): Overrides {
  const inside = reader.take(/\{([^{}]*)\}/y)
  if (inside === null) throw reader.wrong('knobs stand in braces: with {balancer.policy: least-connections}')
  return Object.fromEntries(inside.split(',').map((pair) => {
    const match = /^\s*([a-z][a-z0-9.-]*)\s*:\s*(.+?)\s*$/.exec(pair)
    if (match === null) throw reader.wrong(`"${pair.trim()}" is no knob with its value: balancer.policy: random`)
    return [match[1]!, scalarOf(match[2]!)]
  }))
}

function scalarOf(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

/** Both sides of a comparison must be of one kind. */
function sameUnit(left: Operand, right: Operand, reader: Reader): void {
  for (const [one, other] of [[left, right], [right, left]] as const) {
    if (one.kind !== 'quantity') continue
    if (isUsableAs(one as Quantity, other.unit)) return
    if (one.unit === 'number' && other.unit === 'share') throw reader.wrong(`a share is written with its percent sign: "${one.value * 100} %" and not "${one.value}"`)
    if (one.unit === 'number') throw reader.wrong(`"${one.value}" needs a unit: the other side is ${UNIT_WORDS[other.unit]}`)
  }
  const loose = (unit: Unit): string => (unit === 'count' || unit === 'share' ? 'number' : unit)
  if (left.unit !== right.unit && loose(left.unit) !== loose(right.unit)) {
    throw reader.wrong(`${UNIT_WORDS[left.unit]} cannot be compared with ${UNIT_WORDS[right.unit]}`)
  }
}
