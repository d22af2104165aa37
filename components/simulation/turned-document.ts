/** The document with the knobs that were turned, as its author would have written it. */

import { writeAt } from '@/simulations/scenario/document-places.ts'
import { problemAt } from '@/simulations/scenario/problems.ts'
import type { ImpossibleRun } from './finished-run.ts'
import type { RunRequest } from './run.ts'

export function turnedDocument(request: RunRequest): { readonly document: unknown } | ImpossibleRun {
  const document = structuredClone(request.document)
  const misplaced = Object.entries(request.overrides).filter(([path, value]) => !writeAt(document, path, value))
  if (misplaced.length === 0) return { document }
  return { kind: 'impossible', problems: misplaced.map(([path]) => problemAt(path.split('.'), 'no-such-entry', {})) }
}
