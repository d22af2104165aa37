/** What makes a lesson a lesson: ids that are unique, a prediction, steps of one idea, no hidden letters. */

import type { Locale } from '@/lib/locales.ts'
import { predictionId, type Desk } from './desk.ts'
import type { FrontMatter } from './front-matter.ts'
import type { LessonNode, LessonTree } from './lesson-tree.ts'
import type { Problem, Source } from './problems.ts'

/** Korean says the same with fewer spaces. */
const MOST_WORDS: Readonly<Record<Locale, number>> = { en: 150, ko: 120 }
const SURPRISE_WORDS: Readonly<Record<Locale, number>> = { en: 90, ko: 75 }

/** Letters nobody sees: they turn text round, or hide a difference between two words. */
const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c\u180e]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu

export function hiddenLetters(source: Source): Problem[] {
  return source.lines.flatMap((line, at) => {
    const problems = [...line.matchAll(HIDDEN)].map((match) => source.problem(
      'TXT701', { line: at + 1, column: match.index + 1 }, `a letter that nobody sees (U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}); delete it`,
    ))
    if (line !== line.normalize('NFC')) problems.push(source.problem('TXT702', { line: at + 1, column: 1 }, 'Korean letters in parts (NFD), as some systems name files; paste them as whole letters (NFC)'))
    return problems
  })
}

export function checkStructure(desk: Pick<Desk, 'tree' | 'wrong' | 'source' | 'front'>, locale: Locale): void {
  const { tree, wrong } = desk
  const named = (...names: string[]) => tree.nodes.filter((node) => names.includes(node.name))
  uniqueIds(desk as Desk)
  for (const step of named('Step', 'Section')) {
    if (step.heading === '') wrong('LRN402', step.place, `<${step.name}> has no heading: begin it with "## …"; the rail and the table of contents show it`)
    const words = countWords(step.text)
    if (words > MOST_WORDS[locale] && step.name === 'Step') wrong('LRN405', step.place, `two ideas in one step? It has ${words} words, ${MOST_WORDS[locale]} fit one idea. Split it.`, 'warning')
    const predictions = step.children.map((n) => tree.nodes[n]!).filter((one) => one.name === 'Predict')
    for (const second of predictions.slice(1)) wrong('LRN404', second.place, 'a second <Predict> in one step: make it a step of its own')
  }
  for (const surprise of named('Surprise')) {
    const words = countWords(surprise.text)
    if (words > SURPRISE_WORDS[locale]) wrong('LRN405', surprise.place, `a surprise of ${words} words is none; ${SURPRISE_WORDS[locale]} at most`, 'warning')
  }
  const first = { line: 1, column: 1 }
  const steps = named('Step').length
  if (steps > 0 && named('Predict').length === 0) {
    wrong('LRN401', first, `${steps} ${steps === 1 ? 'step' : 'steps'} and no <Predict>. Lessons need at least one; put it before the run is shown.`, 'warning')
  }
  for (const recall of named('Recall')) {
    const items = recall.children.filter((n) => tree.nodes[n]!.name === 'Item').length
    if (items < 2) wrong('LRN408', recall.place, `<Recall> has ${items} <Item>; three make a recall`, 'warning')
  }
  for (const item of named('Item')) {
    if (!item.children.some((n) => tree.nodes[n]!.name === 'Why')) wrong('LRN413', item.place, '<Item> has no <Why>: right or wrong alone teaches nothing; say what the run shows')
  }
  unusedSources(desk)
}

function uniqueIds(desk: Desk): void {
  const seen = new Map<string, LessonNode>()
  for (const node of desk.tree.nodes) {
    const id = node.name === 'Predict' ? (node.attributes.id === undefined ? undefined : predictionId(desk, node)) : ['Step', 'Section', 'Compare', 'Break', 'Item'].includes(node.name) ? node.attributes.id : undefined
    if (typeof id !== 'string') continue
    const before = seen.get(id)
    if (before !== undefined) desk.wrong('LRN403', node.places.id!, `the id "${id}" is taken by <${before.name}> in line ${before.place.line}; links would go there`)
    else seen.set(id, node)
  }
}

function unusedSources({ front, tree, wrong }: Pick<Desk, 'tree' | 'wrong' | 'front'>): void {
  const used = tree.nodes.filter(({ name }) => name === 'Source').map(({ attributes }) => attributes.id)
  for (const { id } of front?.sources ?? []) {
    if (!used.includes(id)) wrong('LRN421', { line: 1, column: 1 }, `no <Source id="${id}"/> refers to the source "${id}"`, 'warning')
  }
}

export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/** One language of a lesson, for the comparison with the other. */
export interface Half {
  readonly source: Source
  readonly tree: LessonTree
  readonly front: FrontMatter | null
}

const WITH_ID = ['Step', 'Section', 'Compare', 'Break', 'Item']
/** Attributes in the language of the page. */
const IN_WORDS = ['ask', 'title']

/** Two languages of one lesson: the same steps with the same ids, asking the same. */
export function compareLanguages(english: Half, korean: Half): Problem[] {
  const first = { line: 1, column: 1 }
  const idsOf = ({ tree }: Half) => tree.nodes.filter(({ name, attributes }) => WITH_ID.includes(name) && typeof attributes.id === 'string')
  const problems: Problem[] = []
  for (const [here, there, language] of [[english, korean, 'English'], [korean, english, 'Korean']] as const) {
    const known = new Set(idsOf(here).map(({ attributes }) => attributes.id))
    const missing = idsOf(there).map(({ attributes }) => String(attributes.id)).filter((id) => !known.has(id))
    if (missing.length > 0) problems.push(here.source.problem('I18N603', first, `${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} no ${language}. Ids are the same in both languages.`, 'warning'))
  }
  const partner = (node: LessonNode) => idsOf(english).find(({ attributes, name }) => attributes.id === node.attributes.id && name === node.name)
  for (const node of idsOf(korean)) {
    const other = partner(node)
    if (other === undefined) continue
    const pairs = [[node, other], ...inner(korean.tree, node).map((one, at) => [one, inner(english.tree, other)[at]])] as const
    for (const [mine, theirs] of pairs) {
      if (mine === undefined || theirs === undefined || mine.name !== theirs.name) continue
      for (const key of new Set([...Object.keys(mine.attributes), ...Object.keys(theirs.attributes)])) {
        if (IN_WORDS.includes(key) || JSON.stringify(mine.attributes[key]) === JSON.stringify(theirs.attributes[key])) continue
        problems.push(korean.source.problem('I18N604', mine.places[key] ?? mine.place, `"${key}" of <${mine.name}> is ${JSON.stringify(theirs.attributes[key]) ?? 'absent'} in the English text, line ${theirs.place.line}`, 'warning'))
      }
    }
  }
  for (const key of ['minutes', 'chapter', 'concepts', 'confusable'] as const) {
    if (english.front === null || korean.front === null || JSON.stringify(english.front[key]) === JSON.stringify(korean.front[key])) continue
    problems.push(korean.source.problem('I18N604', first, `"${key}" is ${JSON.stringify(english.front[key])} in the English head`, 'warning'))
  }
  return problems
}

/** The question of a step: what has to be asked the same way in both languages. */
function inner({ nodes }: LessonTree, { children }: LessonNode): LessonNode[] {
  return children.map((n) => nodes[n]!).filter(({ name }) => name === 'Predict')
}
