/** Small scenarios that bring a stage into each of its conditions. Nothing is set by hand: each picture is a run at an instant. */

import { runScenario, type RunReply, type WrittenIntervention } from '@/components/simulation/run.ts'

export const sceneNames = [
  'armed', 'running', 'stopped', 'slow', 'draining', 'leftAlone', 'markedDown', 'cut', 'slowLink', 'full', 'held', 'weights', 'added', 'alone', 'dozen', 'crowd',
] as const

export type SceneName = (typeof sceneNames)[number]

interface Scene {
  readonly document: Record<string, unknown>
  readonly interventions: readonly WrittenIntervention[]
  readonly atUs: number
}

interface Change {
  readonly rate?: number
  readonly work?: string
  readonly servers?: Readonly<Record<string, Record<string, unknown>>>
  readonly balancer?: Record<string, unknown>
}

const SECOND = 1_000_000

/** Three servers with four workers each, half busy. */
export function galleryDocument({ rate = 420, work = 'exponential 14ms', servers, balancer = {} }: Change = {}): Record<string, unknown> {
  return {
    id: 'gallery', family: 'traffic', title: { en: 'Gallery', ko: '갤러리' }, question: { en: 'What can a stage show?', ko: '스테이지는 무엇을 보여 줄까?' },
    seed: 7, duration: '3s',
    clients: { load: { open: { rate: `${rate}/s` } }, requests: { page: { work } } },
    links: { clients: '9ms', servers: '7ms' },
    balancer: { policy: 'smooth-weighted-round-robin', tries: 2, ...balancer },
    servers: servers ?? { s1: { queue: 12 }, s2: { queue: 12 }, s3: { queue: 12 } },
  }
}

const at = (us: number, command: WrittenIntervention['do']): WrittenIntervention => ({ at: us, do: command })
const numbered = (count: number, spec: Record<string, unknown>) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index + 1}`, spec]))

const scenes: Readonly<Record<SceneName, Scene>> = {
  armed: { document: galleryDocument(), interventions: [], atUs: 0 },
  running: { document: galleryDocument(), interventions: [], atUs: 0.9 * SECOND },
  stopped: {
    document: galleryDocument({ servers: numbered(3, { queue: 12, 'max-fails': 0 }) }),
    interventions: [at(SECOND, { kind: 'stop-server', server: 's2' })], atUs: 1.008 * SECOND,
  },
  slow: { document: galleryDocument(), interventions: [at(0.8 * SECOND, { kind: 'slow-server', server: 's2', factor: 4 })], atUs: SECOND },
  draining: { document: galleryDocument(), interventions: [at(0.99 * SECOND, { kind: 'drain-server', server: 's2' })], atUs: SECOND },
  leftAlone: { document: galleryDocument(), interventions: [at(SECOND, { kind: 'stop-server', server: 's2' })], atUs: 1.2 * SECOND },
  markedDown: {
    document: galleryDocument({ balancer: { checks: { every: '60ms', timeout: '40ms', fall: 2 } }, servers: numbered(3, { queue: 12, 'max-fails': 0 }) }),
    interventions: [at(SECOND, { kind: 'stop-server', server: 's2' }), at(1.19 * SECOND, { kind: 'start-server', server: 's2' })], atUs: 1.206 * SECOND,
  },
  cut: {
    document: galleryDocument({ balancer: { 'try-timeout': '90ms' }, servers: numbered(3, { queue: 12, 'max-fails': 0 }) }),
    interventions: [at(0.99 * SECOND, { kind: 'cut-link', server: 's2' })], atUs: 1.0215 * SECOND,
  },
  slowLink: { document: galleryDocument(), interventions: [at(0.9 * SECOND, { kind: 'slow-link', server: 's2', factor: 10 })], atUs: SECOND },
  full: { document: galleryDocument({ rate: 1_300 }), interventions: [], atUs: 0.9 * SECOND },
  held: {
    document: galleryDocument({ rate: 900, balancer: { policy: 'least-connections', waiting: 200 }, servers: numbered(3, { queue: 12, connections: 6 }) }),
    interventions: [], atUs: 0.4 * SECOND,
  },
  weights: {
    document: galleryDocument({ servers: { s1: { weight: 5, workers: 8, queue: 24 }, s2: { queue: 12 }, s3: { queue: 12, workers: 2 } } }),
    interventions: [], atUs: 0.9 * SECOND,
  },
  added: { document: galleryDocument({ rate: 900 }), interventions: [at(0.9 * SECOND, { kind: 'add-server' })], atUs: 0.94 * SECOND },
  alone: { document: galleryDocument({ rate: 160, servers: { s1: { queue: 12, workers: 64 } } }), interventions: [], atUs: 0.9 * SECOND },
  dozen: {
    document: galleryDocument({ rate: 1_500, servers: numbered(12, { queue: 12 }), balancer: { policy: 'power-of-two-choices' } }),
    interventions: [
      at(0.5 * SECOND, { kind: 'slow-server', server: 's3', factor: 4 }), at(0.7 * SECOND, { kind: 'drain-server', server: 's6' }),
      at(0.8 * SECOND, { kind: 'stop-server', server: 's9' }), at(0.85 * SECOND, { kind: 'set-weight', server: 's11', weight: 3 }),
      at(0.88 * SECOND, { kind: 'cut-link', server: 's12' }),
    ],
    atUs: 0.9 * SECOND,
  },
  crowd: { document: galleryDocument({ rate: 12_000, work: '2ms', servers: numbered(6, { queue: 400, workers: 8 }) }), interventions: [], atUs: 0.5 * SECOND },
}

/** Runs a scene. It throws when a scene cannot be run, so the page cannot be built with a hole in it. */
export function runScene(name: SceneName): { readonly run: Extract<RunReply, { kind: 'ran' }>; readonly atUs: number } {
  const { document, interventions, atUs } = scenes[name]
  const run = runScenario({ document, overrides: {}, seed: 7, interventions })
  if (run.kind !== 'ran') throw new Error(`The scene "${name}" cannot be run: ${JSON.stringify(run.problems)}`)
  return { run, atUs: Math.round(atUs) }
}
