'use client'

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Locale } from '@/lib/locales.ts'
import type { lessonEn } from '@/content/dictionaries/lesson.en.ts'
import type { lessonKo } from '@/content/dictionaries/lesson.ko.ts'
import { installStepKeys } from './scroll-steps.ts'
import { createReader, type Plan, type Reader, type ReaderState } from './reader.ts'

export type LessonWords = typeof lessonEn | typeof lessonKo

interface Lesson {
  readonly reader: Reader
  readonly words: LessonWords
  readonly locale: Locale
}

const LessonContext = createContext<Lesson | null>(null)
/** The simulator that a part of the text stands beside; null outside of any. */
export const PlanContext = createContext<Plan | null>(null)

/** Everything in a lesson that remembers something stands inside. */
export function LessonProvider({ lesson, words, locale, children }: { lesson: string; words: LessonWords; locale: Locale; children: ReactNode }) {
  const [reader] = useState(() => createReader(lesson))
  useEffect(() => void reader.restore(), [reader])
  useEffect(() => installStepKeys(), [])
  return <LessonContext value={{ reader, words, locale }}>{children}</LessonContext>
}

export function useLesson(): Lesson {
  const lesson = useContext(LessonContext)
  if (lesson === null) throw new Error('A part of a lesson stands outside of one.')
  return lesson
}

export function useReader<T>(select: (state: ReaderState) => T): T {
  return useStore(useLesson().reader.store, select)
}

export function usePlan(): Plan | null {
  return useContext(PlanContext)
}
