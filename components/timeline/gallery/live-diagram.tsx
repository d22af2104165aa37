'use client'

import { useEffect, useState, type ReactNode } from 'react'
import { rowAt } from '@/components/projection/lookup.ts'
import { createClock, type Clock } from '@/components/simulation/clock.ts'
import { runScenario, type RunReply } from '@/components/simulation/run.ts'
import type { Locale } from '@/lib/locales.ts'
import { RunStrip } from '../run-strip.tsx'
import { SpaceTime } from '../space-time.tsx'
import { confine, createViewport, type Viewport } from '../time-window.ts'
import type { TimelineWords } from '../words.ts'
import { timelineScene, type TimelineSceneName } from './timeline-scenes.ts'

interface Alive {
  readonly run: Extract<RunReply, { kind: 'ran' }>
  readonly clock: Clock
  readonly viewport: Viewport
}

/** A diagram with a clock and a window of its own; until it has run, its still. */
export function LiveDiagram({ scene, words, locale, children }: { scene: TimelineSceneName; words: TimelineWords; locale: Locale; children: ReactNode }) {
  const [alive, setAlive] = useState<Alive | null>(null)
  const [request, setRequest] = useState(-1)
  const { armedFromUs } = timelineScene(scene)

  useEffect(() => {
    // Six runs at once would block the page; each waits for its turn.
    const turn = setTimeout(() => {
      const { request: asked, nowUs, window } = timelineScene(scene)
      const run = runScenario(asked)
      if (run.kind !== 'ran') return
      const clock = createClock()
      clock.set(nowUs, rowAt(run.trace, nowUs))
      setAlive({ run, clock, viewport: createViewport(confine(window, run.trace.endUs)) })
    }, 0)
    return () => clearTimeout(turn)
  }, [scene])

  if (alive === null) return children
  const { run: { trace, index }, clock, viewport } = alive
  const seek = (us: number) => clock.set(us, rowAt(trace, us))
  const shared = { trace, clock, viewport, words, locale, armedFromUs, onSeek: seek }
  return (
    <>
      <div className={scene === 'twelve' ? 'h-[38.75rem]' : 'h-[22.5rem]'}>
        <SpaceTime {...shared} index={index} selectedRequest={request} onSelectRequest={setRequest} armedText={words.gallery.armed}>
          {children}
        </SpaceTime>
      </div>
      <div className="border-t border-line"><RunStrip {...shared} /></div>
    </>
  )
}
