/** What is wrong with what an author wrote: code, file, line, the line itself, what is wrong and what to do. */

import { writeProblem, type FileProblem } from '@/lib/scenarios.ts'

export type Severity = 'error' | 'warning' | 'notice'

export interface Problem extends FileProblem {
  readonly severity: Severity
}

/** A text with places in it. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly lines: readonly string[]
  problem(code: string, place: Place, message: string, severity?: Severity): Problem
  placeOf(offset: number): Place
}

/** Counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export function createSource(text: string, file: string): Source {
  const lines = text.split(/\r?\n/)
  return {
    file, text, lines,
    problem: (code, { line, column }, message, severity = 'error') => ({
      code, file, line, column: Math.max(1, column), source: lines[line - 1] ?? '', message, severity,
    }),
    placeOf(offset) {
      const before = text.slice(0, offset).split('\n')
      return { line: before.length, column: before.at(-1)!.length + 1 }
    },
  }
}

export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const rank = { error: 0, warning: 1, notice: 2 }
  return [...problems].sort((a, b) => rank[a.severity] - rank[b.severity] || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column)
}

/** As the terminal and the build show it. */
export function describeProblem(problem: Problem): string {
  return writeProblem(problem.severity === 'error' ? problem : { ...problem, message: `${problem.severity}: ${problem.message}` })
}
