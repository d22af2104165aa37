import { describe, expect, it } from 'vitest'
import { lessonEn } from '@/content/dictionaries/lesson.en.ts'
import { lessonKo } from '@/content/dictionaries/lesson.ko.ts'
import { ALL_METRICS } from './all-metrics.ts'
import { COMMANDS } from './resolve.ts'

/* A comparison or a task shows the names of metrics and commands to a reader, so each has words in both languages. */

const languages = [['English', lessonEn], ['Korean', lessonKo]] as const

describe.each(languages)('%s', (_, { metrics, breakIt }) => {
  it('names every metric that a lesson may ask for, and no other', () => {
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(ALL_METRICS).sort())
  })

  it('names every command that a task may forbid', () => {
    expect(Object.keys(breakIt.commands).sort()).toEqual([...COMMANDS].sort())
  })
})
