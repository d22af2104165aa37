import { expect, it } from 'vitest'
import { chapters, services } from '@/content/paths.ts'
import { lessonSlugs } from '@/lib/content/lesson.ts'

const ids: readonly string[] = chapters.flatMap(({ lessons }) => lessons.map(({ id }) => id))

it('every lesson has one station, so that the graph and the table show it', () => {
  expect(lessonSlugs().length).toBeGreaterThan(0)
  expect(lessonSlugs().filter((slug) => !ids.includes(slug))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

it('a service stops only at stations, and goes forward', () => {
  for (const { id, stops } of services) {
    if (stops === 'every') continue
    const places = stops.map((stop) => ids.indexOf(stop))
    expect(places, id).not.toContain(-1)
    expect(places, id).toEqual([...places].sort((a, b) => a - b))
  }
})

it('stations and chapters have names in both languages', () => {
  for (const { en, ko } of [...chapters, ...chapters.flatMap(({ lessons }) => [...lessons])]) {
    expect(en.length).toBeGreaterThan(2)
    expect(/[가-힣]/.test(ko) || ko === en, `${en}: ${ko}`).toBe(true)
  }
})
