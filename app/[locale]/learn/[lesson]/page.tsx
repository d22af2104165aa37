import type { Metadata } from 'next'
import { hasLimiter, withLimiter } from '@/components/families/limiter-words.ts'
import { wordsOf } from '@/components/families/words-of.ts'
import { LessonArticle } from '@/components/lesson/lesson-article.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { lessonSlugs, loadLesson } from '@/lib/content/lessons.ts'
import { watchedFiles } from '@/lib/content/watched.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export const dynamicParams = false

export function generateStaticParams() {
  return lessonSlugs().map((lesson) => ({ lesson }))
}

export async function generateMetadata({ params }: PageProps<'/[locale]/learn/[lesson]'>): Promise<Metadata> {
  const { lesson: slug } = await params
  const locale = await pageLocale(params)
  const { lesson } = await loadLesson(slug, locale)
  return pageMetadata(locale, `/learn/${slug}`, lesson.front.title, lesson.front.summary, { picture: slug })
}

export default async function LessonPage({ params }: PageProps<'/[locale]/learn/[lesson]'>) {
  const locale = await pageLocale(params)
  const { lesson: slug } = await params
  if (watchedFiles.length === 0) throw new Error('No lesson is watched, so a save would not show.')
  const { lesson, glossary } = await loadLesson(slug, locale)
  const all = dictionary(locale)
  const scenarios = lesson.facts.flatMap((fact) => (fact.kind === 'sim' || fact.kind === 'question' ? [fact.scenario] : []))
  return <LessonArticle lesson={lesson} locale={locale} glossary={glossary} words={all.lesson} simulation={wordsOf(scenarios.some(({ family }) => family === 'placement') ? 'placement' : 'traffic', locale, hasLimiter(scenarios) ? withLimiter(all) : all)} />
}
