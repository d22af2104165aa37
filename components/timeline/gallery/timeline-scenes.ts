/** Runs that bring the diagram into each of its conditions. Each picture is a run at an instant, none is arranged. */

import type { RunRequest } from '@/components/simulation/run.ts'
import type { TimeWindow } from '../time-window.ts'

export const timelineSceneNames = ['armed', 'sparse', 'stopped', 'slow', 'dense', 'twelve'] as const
export type TimelineSceneName = (typeof timelineSceneNames)[number]

export interface TimelineScene {
  readonly request: RunRequest
  readonly nowUs: number
  readonly window: TimeWindow
  readonly armedFromUs: number | null
}

const MS = 1_000

export function timelineScene(name: TimelineSceneName): TimelineScene {
  switch (name) {
    case 'armed':
      return scene(20, 3, 0, 300 * MS, [], 0)
    case 'sparse':
      return scene(24, 3, 1_500 * MS, 500 * MS)
    case 'stopped':
      return scene(40, 3, 2_120 * MS, 500 * MS, [{ at: 2_000 * MS, do: { kind: 'stop-server', server: 's2' } }])
    case 'slow':
      return scene(40, 3, 2_400 * MS, 700 * MS, [{ at: 2_000 * MS, do: { kind: 'slow-server', server: 's1', factor: 4 } }])
    case 'dense':
      return scene(110, 3, 2_600 * MS, 3_000 * MS, [{ at: 2_000 * MS, do: { kind: 'stop-server', server: 's2' } }])
    case 'twelve':
      return scene(420, 12, 2_000 * MS, 2_000 * MS)
  }
}

function scene(perSecond: number, servers: number, nowUs: number, spanUs: number, interventions: RunRequest['interventions'] = [], armedFromUs: number | null = null): TimelineScene {
  const before = nowUs === 0 ? 0.08 : 0.62
  return {
    nowUs, armedFromUs,
    window: { fromUs: nowUs - before * spanUs, toUs: nowUs + (1 - before) * spanUs },
    request: {
      seed: 7, overrides: {}, interventions,
      document: {
        id: 'gallery', family: 'traffic', title: { en: 'Gallery', ko: '갤러리' }, question: { en: 'What can a diagram show?', ko: '다이어그램은 무엇을 보여 줄까?' },
        seed: 7, duration: '6 s',
        clients: { load: { open: { rate: `${perSecond}/s` } }, requests: { page: { work: 'exponential 40 ms' } }, timeout: '900 ms' },
        links: { clients: '6..14 ms', servers: '2..6 ms' },
        balancer: { policy: 'round-robin', tries: 2, checks: { every: '500 ms', timeout: '100 ms', fall: 2, rise: 2 } },
        servers: Object.fromEntries(Array.from({ length: servers }, (_, index) => [`s${index + 1}`, { workers: 2, queue: 12, 'max-fails': 0 }])),
      },
    },
  }
}
