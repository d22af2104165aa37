/**
 * What a policy's twin calls between its statements. While nobody records, the calls do nothing.
 * One recording at a time: a decision is made in one go, with no await inside.
 */

/** One statement that was reached, and the values it left behind. */
export interface CodeStep {
  /** Line in the source file, from 1. */
  readonly line: number
  readonly values: { readonly name: string; readonly text: string }[]
}

/** A decision over a thousand servers would fill the page; the rest is not shown. */
const MAX_STEPS = 2_000
const MAX_TEXT = 60

let steps: CodeStep[] | null = null

/** Records what happens during `decide`. */
export function recordSteps<T>(decide: () => T): { readonly result: T; readonly steps: readonly CodeStep[] } {
  const recorded: CodeStep[] = []
  steps = recorded
  try {
    return { result: decide(), steps: recorded }
  } finally {
    steps = null
  }
}

/** A statement is reached. */
export function at(line: number): void {
  if (steps !== null && steps.length < MAX_STEPS) steps.push({ line, values: [] })
}

/** Names have these values now. */
export function saw(line: number, values: Readonly<Record<string, unknown>>): void {
  const step = lastStepAt(line)
  if (step === undefined) return
  for (const [name, value] of Object.entries(values)) {
    const text = shown(value)
    if (text !== '') step.values.push({ name, text })
  }
}

/** A condition came out like this. */
export function when<T>(line: number, condition: T): T {
  lastStepAt(line)?.values.push({ name: '', text: String(Boolean(condition)) })
  return condition
}

/** The function gives this back. */
export function gave<T>(line: number, value: T): T {
  const text = shown(value)
  if (text !== '') lastStepAt(line)?.values.push({ name: '', text })
  return value
}

/** Calls inside an expression add steps of their own; the values belong to the line's own latest step. */
function lastStepAt(line: number): CodeStep | undefined {
  if (steps === null) return undefined
  for (let i = steps.length - 1; i >= 0; i--) if (steps[i]!.line === line) return steps[i]
  return undefined
}

/** A value in a few letters; '' when it says nothing in a few letters. */
function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (typeof value === 'string') return clip(`'${value}'`)
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const parts = Array.from(value as ArrayLike<unknown>, shown)
    return parts.every((part) => part !== '') ? clip(`[${parts.join(', ')}]`) : ''
  }
  const name = (value as { config?: { name?: unknown } } | undefined)?.config?.name
  return typeof name === 'string' ? name : ''
}

function clip(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
}
