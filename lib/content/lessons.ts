/** Lessons for pages: read and checked; a lesson with an error stops the build with everything that is wrong with it. */

import 'server-only'
import { cache } from 'react'
import { join } from 'node:path'
import type { Locale } from '@/lib/locales.ts'
import { lessonSlugs, readLessonFolder, type FolderReading, type Lesson } from './lesson.ts'
import { describeProblem } from './problems.ts'
import { sharedRuns } from './runs.ts'
import { openShelf, type Glossary } from './shelf.ts'

export { lessonSlugs }

const CONTENT = join(process.cwd(), 'content')

/** In a build nothing changes between two pages; while somebody writes, each request reads anew. */
const kept = new Map<string, Promise<LoadedFolder>>()

interface LoadedFolder extends FolderReading {
  readonly glossary: Glossary
}

const loadFolder = cache((slug: string): Promise<LoadedFolder> => {
  const known = process.env.NODE_ENV === 'production' ? kept.get(slug) : undefined
  const loading = known ?? readFolder(slug)
  kept.set(slug, loading)
  return loading
})

async function readFolder(slug: string): Promise<LoadedFolder> {
  const shelf = openShelf(CONTENT)
  const reading = await readLessonFolder(slug, CONTENT, shelf, sharedRuns)
  const errors = [...shelf.problems, ...reading.problems].filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(`${errors.length} ${errors.length === 1 ? 'problem' : 'problems'} in content/lessons/${slug}:\n\n${errors.map(describeProblem).join('\n\n')}\n`)
  return { ...reading, glossary: shelf.glossary }
}

/** The lesson in a language; in English where it is not translated. */
export async function loadLesson(slug: string, locale: Locale): Promise<{ readonly lesson: Lesson; readonly glossary: Glossary }> {
  const { lessons, glossary } = await loadFolder(slug)
  return { lesson: lessons[locale] ?? lessons.en!, glossary }
}
