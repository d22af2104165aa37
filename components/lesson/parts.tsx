'use client'

import { BreakTask } from './break-task.tsx'
import { OneSentenceTask } from './one-sentence.tsx'
import { Prediction } from './prediction.tsx'

/** What comes when it is near: everything in a lesson that can be touched, beside the simulator. */
export const parts = { prediction: Prediction, task: BreakTask, sentence: OneSentenceTask } as const

export type Parts = typeof parts
