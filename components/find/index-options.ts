import type { Options } from 'minisearch'
import { formsOf, questionForm, tokenize } from './tokens.ts'

export const KINDS = ['lesson', 'step', 'simulator', 'term', 'page', 'action'] as const
export type FindKind = (typeof KINDS)[number]

export interface FindEntry {
  readonly id: number
  readonly kind: FindKind
  readonly title: string
  /** The title in the other language, and without spaces: both are typed. */
  readonly also: string
  readonly text: string
  /** An address, or `action:` and a name. */
  readonly href: string
  /** One line under the title. */
  readonly line: string
}

export type FoundEntry = Pick<FindEntry, 'kind' | 'title' | 'href' | 'line'>

/** The build and the browser must use the same ones. */
export const indexOptions: Options<FindEntry> = {
  fields: ['title', 'also', 'text'],
  storeFields: ['kind', 'title', 'href', 'line'],
  tokenize,
  processTerm: formsOf,
  searchOptions: {
    processTerm: questionForm,
    boost: { title: 4, also: 3 },
    prefix: true,
    fuzzy: (term) => (term.length > 4 && /^[a-z]+$/.test(term) ? 0.2 : false),
    combineWith: 'AND',
  },
}

/** What the browser loads: the index, and the terms that an empty field shows. */
export interface FindFile {
  readonly index: unknown
  readonly often: readonly FoundEntry[]
}
