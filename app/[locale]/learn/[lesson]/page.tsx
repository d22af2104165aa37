import type { Metadata } from 'next'
import { LessonArticle } from '@/components/lesson/lesson-article.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { stageWords } from '@/components/stage/describe-lane.ts'
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
  const { simulation, timeline, code } = all
  return <LessonArticle lesson={lesson} locale={locale} glossary={glossary} words={all.lesson} simulation={{ locale, simulation, stage: stageWords(all), timeline, code }} />
}
