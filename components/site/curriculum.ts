/** The curriculum as data for the pages: which stations are open, and where each stop of a service lies on the train graph. */

import 'server-only'
import { chapters, services, type Service } from '@/content/paths.ts'
import { lessonSlugs, loadLesson } from '@/lib/content/lessons.ts'
import type { Locale } from '@/lib/locales.ts'

export interface Station {
  readonly id: string
  readonly title: string
  readonly chapter: number
  /** Place among all lessons, from 0. */
  readonly place: number
  readonly services: readonly Service['id'][]
  /** Null: planned. */
  readonly open: { readonly href: string; readonly minutes: number; readonly summary: string } | null
}

/** All stations in order. A lesson that no chapter names comes last, so that it is not invisible; tests/curriculum.test.ts asks for its place. */
export async function stationsOf(locale: Locale): Promise<readonly Station[]> {
  const open = new Set(lessonSlugs())
  const stations: Station[] = []
  const named = new Set<string>(chapters.flatMap(({ lessons }) => lessons.map(({ id }) => id)))
  for (const [chapter, { lessons }] of chapters.entries()) {
    const unnamed = chapter < chapters.length - 1 ? [] : [...open].filter((id) => !named.has(id)).map((id) => ({ id, en: id, ko: id }))
    for (const planned of [...lessons, ...unnamed]) {
      const isOpen = open.delete(planned.id)
      const front = isOpen ? (await loadLesson(planned.id, locale)).lesson.front : null
      stations.push({
        id: planned.id, title: front?.title ?? planned[locale], chapter, place: stations.length,
        services: services.filter(({ stops }) => stops === 'every' || stops.some((id) => id === planned.id)).map(({ id }) => id),
        open: front === null ? null : { href: `/${locale}/learn/${planned.id}`, minutes: front.minutes, summary: front.summary },
      })
    }
  }
  return stations
}
