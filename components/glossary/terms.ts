/** The glossary for pages: read once in a build, with every reference checked. */

import 'server-only'
import { cache } from 'react'
import { openShelf, type Glossary } from '@/lib/content/shelf.ts'
import { describeProblem } from '@/lib/content/problems.ts'

export const topics = ['balancing', 'queueing', 'limiting', 'sharding', 'site'] as const

export type Term = Glossary[string]

export const readTerms = cache((): Readonly<Record<string, Term>> => {
  const { glossary, problems } = openShelf()
  const mine = problems.filter(({ file }) => file === 'glossary.yaml')
  if (mine.length > 0) throw new Error(mine.map(describeProblem).join('\n'))
  for (const [id, { related }] of Object.entries(glossary)) {
    const unknown = related.filter((other) => glossary[other] === undefined || other === id)
    if (unknown.length > 0) throw new Error(`content/glossary.yaml: "${id}" is related to ${unknown.join(', ')}, which is no other entry.`)
  }
  return glossary
})

/** A term by its id; a page that names another is a mistake that stops the build. */
export function termOf(id: string): Term {
  const term = readTerms()[id]
  if (term === undefined) throw new Error(`content/glossary.yaml has no entry "${id}".`)
  return term
}
