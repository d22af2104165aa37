'use client'

import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import type { Words } from '@/components/workbench/words.tsx'
import { PlanContext, useLesson, useReader } from './reader-context.tsx'
import type { Plan } from './reader.ts'
import { installSteps } from './scroll-steps.ts'
import type { LessonSimulatorProps, OpenedLesson } from './lesson-simulator.tsx'

interface LessonSimProps {
  readonly plan: Plan
  readonly scenario: LoadedScenario
  /** The page of its simulator. */
  readonly page: string
  readonly words: Words
  /** The first state as a picture, until the simulator is there. */
  readonly still: ReactNode
  /** The steps, as the server has written them. */
  readonly children: ReactNode
}

interface Loaded {
  readonly Simulator: ComponentType<LessonSimulatorProps>
  readonly opened: OpenedLesson
}

/** Text at the left, rail, and the simulator that follows the text at the right; on a phone the simulator on top. */
export function LessonSim({ plan, scenario, page, words, still, children }: LessonSimProps) {
  const { reader, words: lessonWords } = useLesson()
  const text = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [hasFailed, setFailed] = useState(false)

  useEffect(() => installSteps(text.current!, (step) => reader.enter(plan.n, step)), [reader, plan.n])

  useEffect(() => {
    let isGone = false
    let opened: OpenedLesson | null = null
    const close = () => {
      opened?.close()
      opened = null
    }
    let isNear = false
    const observer = new IntersectionObserver((entries) => {
      isNear = entries.at(-1)!.isIntersecting
      if (!isNear) {
        // A lesson may have many simulators; those far away hold neither a worker nor a canvas.
        close()
        reader.leave(plan.n)
        setLoaded(null)
        return
      }
      const code = scenario.family === 'placement' ? import('./placement-lesson.ts') : import('./traffic-lesson.ts')
      code.then(({ LessonSimulator, openLessonSimulator }) => {
        if (isGone || !isNear || opened !== null) return
        opened = openLessonSimulator(plan, scenario, reader)
        setLoaded({ Simulator: LessonSimulator, opened })
      }).catch(() => setFailed(true))
    }, { rootMargin: '60%' })
    observer.observe(panel.current!)
    return () => {
      isGone = true
      observer.disconnect()
      close()
    }
    // A lesson's plan and scenario do not change while it is open.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <PlanContext value={plan}>
      <div className="lesson-grid" data-sim={plan.n}>
        <div ref={panel} className="lesson-panel no-print">
          {hasFailed ? <p role="alert" className="border-b border-line bg-wait-wash px-4 py-2 text-15">{lessonWords.failed}</p> : null}
          {loaded === null ? still : <loaded.Simulator plan={plan} page={page} words={words} still={still} {...loaded.opened} />}
        </div>
        <Rail plan={plan} />
        <div ref={text} className="lesson-text">{children}</div>
      </div>
    </PlanContext>
  )
}

/** The table of contents as a line of time: a tick for each step, a wide one for a prediction, and where the reader is. */
function Rail({ plan }: { plan: Plan }) {
  const { words } = useLesson()
  const current = useReader((state) => state.current[plan.n]) ?? plan.steps[0]?.id
  return (
    <nav aria-label={words.steps} className="lesson-rail no-print">
      <ol>
        {plan.steps.map(({ id, title, question }) => (
          <li key={id} data-wide={question === null ? undefined : ''} data-here={id === current ? '' : undefined}>
            <a href={`#${id}`} aria-current={id === current ? 'step' : undefined}>
              <span>{title}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
