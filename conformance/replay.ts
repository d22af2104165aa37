/**
 * What: runs recordings through our algorithms and counts what agrees.
 * Why: "nginx does it like this" is a claim. A replay that names file, case, step, expected and got makes it one that anybody
 * can check, on our recordings and on their own.
 */

import { lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CaseError, ourBalancing, type Adapter, type BalancingEngine, type CaseResult } from './adapter.ts'
import { isRecord, readTraceFile, type TraceCase } from './format.ts'
import { adapters as allAdapters } from './index.ts'

export interface CaseReport {
  readonly file: string
  readonly id: string
  readonly isDeterministic: boolean
  readonly result: CaseResult
}

export interface AreaReport {
  readonly area: string
  /** False: no adapter is written yet, and nothing of it counts as passed. */
  readonly isImplemented: boolean
  readonly cases: CaseReport[]
}

export interface ReplayReport {
  readonly areas: AreaReport[]
  readonly refused: { readonly file: string; readonly reason: string }[]
  readonly skipped: { readonly file: string; readonly reason: string }[]
  readonly passed: number
  readonly failed: number
}

export interface ReplayOptions {
  readonly engine?: BalancingEngine
  readonly adapters?: ReadonlyMap<string, Adapter>
}

/** Replays files and whole folders. Files that are no recordings are named and left out; the others still run. */
export function replayPaths(paths: readonly string[], options: ReplayOptions = {}): ReplayReport {
  const adapters = options.adapters ?? allAdapters
  const engine = options.engine ?? ourBalancing
  const areas = new Map<string, AreaReport>()
  const refused: { file: string; reason: string }[] = []
  const skipped: { file: string; reason: string }[] = []
  for (const file of listFiles(paths, refused)) {
    const read = readTraceFile(file)
    if (read.kind !== 'trace') {
      ;(read.kind === 'refused' ? refused : skipped).push({ file, reason: read.reason })
      continue
    }
    const { area, whole } = read.trace
    const adapter = adapters.get(area)
    const cases = read.trace.cases ?? (adapter?.isWhole === true ? [{ ...whole, id: area }] : null)
    if (adapter !== undefined && (cases === null || cases.length === 0)) {
      refused.push({ file, reason: `a recording of ${area} without cases` })
      continue
    }
    let report = areas.get(area)
    if (report === undefined) areas.set(area, (report = { area, isImplemented: adapter !== undefined, cases: [] }))
    if (adapter === undefined) continue
    for (const item of cases ?? []) report.cases.push(replayCase(file, item, adapter, engine))
  }
  const all = [...areas.values()].sort((a, b) => (a.area < b.area ? -1 : 1))
  const results = all.flatMap((area) => area.cases)
  const passed = results.filter((item) => item.result.kind === 'matched').length
  return { areas: all, refused, skipped, passed, failed: results.length - passed }
}

/** One case; where the real system was not deterministic, any recorded answer will do. */
export function replayCase(file: string, item: TraceCase, adapter: Adapter, engine: BalancingEngine): CaseReport {
  const isDeterministic = item.deterministic !== false
  let result = attempt(item, adapter, engine)
  if (!isDeterministic) {
    for (const alternative of Array.isArray(item.alternatives) ? item.alternatives : []) {
      if (result.kind === 'matched') break
      const other = attempt(withAlternative(item, alternative), adapter, engine)
      if (other.kind === 'matched') result = other
    }
  }
  return { file, id: item.id, isDeterministic, result }
}

function attempt(item: TraceCase, adapter: Adapter, engine: BalancingEngine): CaseResult {
  try {
    return adapter.replay(item, engine)
  } catch (error) {
    const text = error instanceof CaseError ? error.message : `the replay broke: ${(error as Error).message}`
    return { kind: 'unreadable', message: text }
  }
}

/** An alternative is the same case with other outputs: fields that replace its own, or its list of steps anew. */
function withAlternative(item: TraceCase, alternative: unknown): TraceCase {
  if (isRecord(alternative)) return { ...item, ...alternative, id: item.id }
  const field = ['ops', 'steps', 'picks', 'events', 'samples'].find((name) => Array.isArray(item[name]))
  return field === undefined ? item : { ...item, [field]: alternative }
}

/** Recordings under the paths, in the order of their names. Links inside folders are not followed. */
function listFiles(paths: readonly string[], refused: { file: string; reason: string }[]): string[] {
  const files: string[] = []
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name)
      const info = lstatSync(path)
      if (info.isDirectory()) walk(path)
      else if (info.isFile() && /\.json(\.gz)?$/.test(name)) files.push(path)
    }
  }
  for (const path of paths) {
    try {
      if (statSync(path).isDirectory()) walk(path)
      else files.push(path)
    } catch (error) {
      refused.push({ file: path, reason: `cannot be read: ${(error as Error).message}` })
    }
  }
  return files
}

/** The report as lines of text. The last line is exactly `N passed, N failed`. */
export function describeReport(report: ReplayReport, isVerbose = false): string[] {
  const lines: string[] = []
  const width = Math.max(20, ...report.areas.map((area) => area.area.length))
  for (const area of report.areas) {
    const name = area.area.padEnd(width)
    if (!area.isImplemented) {
      lines.push(`${name}  not implemented`)
      continue
    }
    const deterministic = area.cases.filter((item) => item.isDeterministic)
    const matched = deterministic.filter((item) => item.result.kind === 'matched').length
    const races = area.cases.filter((item) => !item.isDeterministic)
    const met = races.filter((item) => item.result.kind === 'matched').length
    const rest = races.length === 0 ? '' : `, ${met}/${races.length} that vary in the real system`
    lines.push(`${name}  ${matched}/${deterministic.length} cases matched${rest}`)
    const failures = area.cases.filter((item) => item.result.kind !== 'matched')
    for (const failure of isVerbose ? failures : failures.slice(0, 1)) lines.push(`  ${describeFailure(failure)}`)
    if (!isVerbose && failures.length > 1) lines.push(`  and ${failures.length - 1} more (--verbose lists them)`)
  }
  for (const { file, reason } of report.skipped) lines.push(`skipped ${file}: ${reason}`)
  for (const { file, reason } of report.refused) lines.push(`refused ${file}: ${reason}`)
  lines.push(`${report.passed} passed, ${report.failed} failed`)
  return lines
}

/** 0: all agree. 1: something differs. 2: a file was refused, whatever the others say. */
export function exitCodeOf(report: ReplayReport): 0 | 1 | 2 {
  if (report.refused.length > 0) return 2
  return report.failed > 0 ? 1 : 0
}

function describeFailure({ file, id, result }: CaseReport): string {
  if (result.kind === 'unreadable') return `${file}, case ${id}: ${result.message}`
  if (result.kind === 'matched') return `${file}, case ${id}: matched`
  return `${file}, case ${id}, step ${result.step}: expected ${short(result.expected)}, got ${short(result.got)}`
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
