import type { Matches } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { arrivalsEn } from '@/content/dictionaries/arrivals.en.ts'
import { arrivalsKo } from '@/content/dictionaries/arrivals.ko.ts'
import { codeEn } from '@/content/dictionaries/code.en.ts'
import { codeKo } from '@/content/dictionaries/code.ko.ts'
import { aboutEn } from '@/content/dictionaries/about.en.ts'
import { aboutKo } from '@/content/dictionaries/about.ko.ts'
import { findEn } from '@/content/dictionaries/find.en.ts'
import { findKo } from '@/content/dictionaries/find.ko.ts'
import { glossaryEn } from '@/content/dictionaries/glossary.en.ts'
import { glossaryKo } from '@/content/dictionaries/glossary.ko.ts'
import { homeEn } from '@/content/dictionaries/home.en.ts'
import { homeKo } from '@/content/dictionaries/home.ko.ts'
import { lessonEn } from '@/content/dictionaries/lesson.en.ts'
import { lessonKo } from '@/content/dictionaries/lesson.ko.ts'
import { limiterEn } from '@/content/dictionaries/limiter.en.ts'
import { limiterKo } from '@/content/dictionaries/limiter.ko.ts'
import { placementEn } from '@/content/dictionaries/placement.en.ts'
import { placementKo } from '@/content/dictionaries/placement.ko.ts'
import { problemsEn } from '@/content/dictionaries/problems.en.ts'
import { problemsKo } from '@/content/dictionaries/problems.ko.ts'
import { progressEn } from '@/content/dictionaries/progress.en.ts'
import { progressKo } from '@/content/dictionaries/progress.ko.ts'
import { scenariosEn } from '@/content/dictionaries/scenarios.en.ts'
import { scenariosKo } from '@/content/dictionaries/scenarios.ko.ts'
import { simulationEn } from '@/content/dictionaries/simulation.en.ts'
import { simulationKo } from '@/content/dictionaries/simulation.ko.ts'
import { siteEn } from '@/content/dictionaries/site.en.ts'
import { siteKo } from '@/content/dictionaries/site.ko.ts'
import { stageEn } from '@/content/dictionaries/stage.en.ts'
import { stageKo } from '@/content/dictionaries/stage.ko.ts'
import { timelineEn } from '@/content/dictionaries/timeline.en.ts'
import { timelineKo } from '@/content/dictionaries/timeline.ko.ts'

/*
 * One pair of files in content/dictionaries for each area. Adding an area: two files, one line in each constant here.
 * The assertion below fails to compile when the two languages differ in keys or placeholders; tests/dictionaries.test.ts says where.
 * Server components call `dictionary`; a client component is given the words it needs as properties.
 */
const en = { arrivals: arrivalsEn, code: codeEn, about: aboutEn, find: findEn, glossary: glossaryEn, home: homeEn, lesson: lessonEn, limiter: limiterEn, placement: placementEn, problems: problemsEn, progress: progressEn, site: siteEn, scenarios: scenariosEn, simulation: simulationEn, stage: stageEn, timeline: timelineEn } as const
const ko = { arrivals: arrivalsKo, code: codeKo, about: aboutKo, find: findKo, glossary: glossaryKo, home: homeKo, lesson: lessonKo, limiter: limiterKo, placement: placementKo, problems: problemsKo, progress: progressKo, site: siteKo, scenarios: scenariosKo, simulation: simulationKo, stage: stageKo, timeline: timelineKo } as const

export const languagesMatch: Matches<typeof en, typeof ko> = true

export type Dictionary = typeof en | typeof ko

export const dictionaries = { en, ko } as const satisfies Record<Locale, Dictionary>

export function dictionary(locale: Locale): Dictionary {
  return dictionaries[locale]
}
