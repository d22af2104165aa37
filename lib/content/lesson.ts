/** One lesson, from its folder to what a page can show; and all lessons, with everything that is wrong with them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { locales, type Locale } from '@/lib/locales.ts'
import type { LessonClaim } from './desk.ts'
import type { Facts } from './facts.ts'
import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import { readTree, type LessonNode } from './lesson-tree.ts'
import { createSource, inOrder, type Problem } from './problems.ts'
import { resolveLesson } from './resolve.ts'
import type { Desk } from './desk.ts'
import { remembered } from './remembered.ts'
import { createRuns, type Runs } from './runs.ts'
import { openShelf, type Shelf } from './shelf.ts'
import { checkStructure, compareLanguages, hiddenLetters, type Half } from './structure.ts'

export interface Lesson {
  readonly slug: string
  /** The language of the text; another than the page's when there is no translation. */
  readonly locale: Locale
  readonly front: FrontMatter
  /** The file with its head emptied. */
  readonly body: string
  readonly file: string
  readonly nodes: readonly LessonNode[]
  readonly facts: readonly Facts[]
}

interface LessonReading {
  /** Null when something is wrong with it that cannot be shown. */
  readonly lesson: Lesson | null
  readonly problems: readonly Problem[]
  readonly claims: readonly LessonClaim[]
  readonly half: Half
}

const CONTENT = join(process.cwd(), 'content')
const MAX_BYTES = 256 * 1024
const SLUG = /^[a-z][a-z0-9-]{1,39}$/

export function lessonSlugs(content = CONTENT): readonly string[] {
  const folder = join(content, 'lessons')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && SLUG.test(entry.name)).map(({ name }) => name).sort()
}

const treeOf = remembered(8, (written: string) => {
  const [file, text, body] = JSON.parse(written) as [string, string, string]
  return readTree(createSource(text, file), body)
})

/** Reads the text of a lesson in one language; `file` is named in problems. */
export async function readLesson(text: string, file: string, slug: string, locale: Locale, shelf: Shelf, runs: Runs): Promise<LessonReading> {
  const source = createSource(text, file)
  if (text.length > MAX_BYTES) {
    return { lesson: null, problems: [source.problem('MDX121', { line: 1, column: 1 }, `the file is longer than ${MAX_BYTES / 1024} kB`)], claims: [], half: { source, tree: { nodes: [], problems: [] }, front: null } }
  }
  const { front, body, problems: headProblems } = readFrontMatter(source)
  const tree = await treeOf(JSON.stringify([file, text, body]))
  const resolved = resolveLesson(source, tree, front, shelf, runs)
  const structural: Problem[] = []
  const wrong: Desk['wrong'] = (code, place, message, severity = 'error') => structural.push(source.problem(code, place, message, severity))
  checkStructure({ source, tree, front, wrong }, locale)
  const problems = inOrder([...hiddenLetters(source), ...headProblems, ...tree.problems, ...resolved.problems, ...structural])
  const isSound = front !== null && problems.every(({ severity }) => severity !== 'error')
  return {
    lesson: isSound ? { slug, locale, front, body, file, nodes: tree.nodes, facts: resolved.facts } : null,
    problems, claims: resolved.claims, half: { source, tree, front },
  }
}

export interface FolderReading {
  readonly slug: string
  readonly lessons: Partial<Record<Locale, Lesson>>
  readonly problems: readonly Problem[]
  readonly claims: readonly LessonClaim[]
}

/** Reads a lesson's folder: its languages one by one, then against each other. */
export async function readLessonFolder(slug: string, content: string, shelf: Shelf, runs: Runs = createRuns()): Promise<FolderReading> {
  const folder = join(content, 'lessons', slug)
  const problems: Problem[] = []
  const claims: LessonClaim[] = []
  const lessons: Partial<Record<Locale, Lesson>> = {}
  const halves: Partial<Record<Locale, Half>> = {}
  for (const locale of locales) {
    const name = `lesson.${locale}.mdx`
    const file = `${slug}/${name}`
    if (!existsSync(join(folder, name))) {
      const severity = locale === 'en' ? 'error' : 'notice'
      const message = locale === 'en' ? 'is missing; English is the language every lesson has' : 'is not written yet; the Korean page shows the English text and says so'
      problems.push({ code: 'I18N601', file, line: 1, column: 1, source: '', message, severity })
      continue
    }
    const reading = await readLesson(readFileSync(join(folder, name), 'utf8'), file, slug, locale, shelf, runs)
    problems.push(...reading.problems)
    claims.push(...reading.claims)
    halves[locale] = reading.half
    if (reading.lesson !== null) lessons[locale] = reading.lesson
  }
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!/^lesson\.(en|ko)\.mdx$|\.yaml$|\.test\.ts$/.test(name)) {
      problems.push({ code: 'MDX119', file: `${slug}/${name}`, line: 1, column: 1, source: '', message: 'does not belong here: a lesson is lesson.en.mdx, lesson.ko.mdx and its scenarios (*.yaml)', severity: 'warning' })
    }
  }
  if (halves.en !== undefined && halves.ko !== undefined) problems.push(...compareLanguages(halves.en, halves.ko))
  return { slug, lessons, problems: inOrder(problems), claims }
}

/** Everything that authors wrote, for the check of the content. */
export async function readAllLessons(content = CONTENT): Promise<{ readonly folders: readonly FolderReading[]; readonly problems: readonly Problem[] }> {
  const shelf = openShelf(content)
  const folders: FolderReading[] = []
  for (const slug of lessonSlugs(content)) folders.push(await readLessonFolder(slug, content, shelf))
  for (const id of shelf.scenarioIds) shelf.scenario(id)
  return { folders, problems: inOrder([...shelf.problems, ...folders.flatMap(({ problems }) => problems)]) }
}
