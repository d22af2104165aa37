import { describe, expect, test } from 'vitest'
import { simulationEn } from '@/content/dictionaries/simulation.en.ts'
import { simulationKo } from '@/content/dictionaries/simulation.ko.ts'
import { forEachHopBetween } from '@/components/projection/lookup.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { runScenario, type WrittenIntervention } from '@/components/simulation/run.ts'
import { createNarrator, formatDuration, formatTime } from './describe.ts'

/* A run in which almost every kind of event happens: small queues, a limit on connections, a server that dies, is slowed, cut, added. */
const document = {
  id: 'narration', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 5, duration: '3 s',
  clients: { count: 4, load: { open: { rate: '24/s' } }, requests: { light: { share: 3, work: '20..60 ms' }, heavy: { work: '300 ms' } }, timeout: '400 ms' },
  links: { clients: '5 ms', servers: '2 ms' },
  balancer: { policy: 'smooth-weighted-round-robin', tries: 2, waiting: 2, 'try-timeout': '250 ms', checks: { every: '200 ms', timeout: '100 ms', fall: 2, rise: 2 } },
  servers: { s1: { workers: 1, queue: 1, connections: 3, 'max-fails': 1, 'fail-timeout': '1 s' }, s2: { workers: 1, queue: 1, connections: 3, weight: 2 } },
}
const script: readonly WrittenIntervention[] = [
  { at: 500_000, do: { kind: 'stop-server', server: 's1' } },
  { at: 1_100_000, do: { kind: 'start-server', server: 's1' } },
  { at: 1_300_000, do: { kind: 'slow-server', server: 's2', factor: 4 } },
  { at: 1_500_000, do: { kind: 'cut-link', server: 's2' } },
  { at: 1_700_000, do: { kind: 'slow-link', server: 's2', factor: 20 } },
  { at: 1_800_000, do: { kind: 'heal-link', server: 's2' } },
  { at: 1_900_000, do: { kind: 'slow-server', server: 's2', factor: 1 } },
  { at: 2_000_000, do: { kind: 'drain-server', server: 's1' } },
  { at: 2_200_000, do: { kind: 'ready-server', server: 's1' } },
  { at: 2_300_000, do: { kind: 'add-server' } },
  { at: 2_400_000, do: { kind: 'set-policy', policy: 'least-connections' } },
  { at: 2_500_000, do: { kind: 'set-weight', server: 's2', weight: 5 } },
  { at: 2_600_000, do: { kind: 'set-rate', factor: 2 } },
  { at: 2_800_000, do: { kind: 'set-rate', factor: 1 } },
]
const reply = runScenario({ document, overrides: {}, seed: 5, interventions: script })
if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply))
const { trace, index, config } = reply
const languages = [['en', simulationEn], ['ko', simulationKo]] as const

/** The first two rows of each kind, in order of time, and the state at three instants. */
function transcript(locale: 'en' | 'ko'): string {
  const words = locale === 'en' ? simulationEn : simulationKo
  const narrator = createNarrator(locale, words, trace, config)
  const seen = new Map<number, number>()
  const lines: string[] = []
  for (let row = 0; row < trace.log.count; row++) {
    const kind = trace.log.kind[row]!
    const times = seen.get(kind) ?? 0
    seen.set(kind, times + 1)
    if (times < 2) lines.push(`${narrator.spoken(row)}  [${narrator.value(row)}]`)
  }
  for (const us of [0, 900_000, 2_100_000]) {
    const state = stateAt(trace, index, us)
    lines.push('---', narrator.state(state), ...state.lanes.map((lane) => narrator.lane(lane, state)))
    const hops: string[] = []
    forEachHopBetween(trace, index, us, us, (row) => hops.push(narrator.hop(row)))
    lines.push(...hops.slice(0, 4))
  }
  return `${lines.join('\n').replaceAll('\u00a0', ' ')}\n`
}

describe('a run told in sentences', () => {
  test.each(['en', 'ko'] as const)('in %s it reads as the golden does', async (locale) => {
    await expect(transcript(locale)).toMatchFileSnapshot(`./golden/small-run.${locale}.txt`)
  })

  test.each(languages)('in %s every kind of event has a sentence, and nothing stays unfilled', (locale, words) => {
    expect(Object.keys(words.narration.events)).toEqual(expect.arrayContaining(trace.vocabulary.events.map((kind) => kind.name)))
    const narrator = createNarrator(locale, words, trace, config)
    for (let row = 0; row < trace.log.count; row++) {
      const said = narrator.spoken(row)
      expect(said).not.toMatch(/[{}#]|undefined|NaN/)
      expect(said.endsWith('.')).toBe(true)
    }
  })

  test('both languages speak of the same numbers', () => {
    const english = createNarrator('en', simulationEn, trace, config)
    const korean = createNarrator('ko', simulationKo, trace, config)
    const numbers = (text: string) => (text.replace(/s\d\b/g, '').match(/\d+(\.\d+)?/g) ?? []).sort()
    for (let row = 0; row < trace.log.count; row += 7) {
      const kind = trace.vocabulary.events[trace.log.kind[row]!]!
      if (kind.about === 'note') continue // "One request", "요청 1건"
      expect(numbers(korean.spoken(row)), english.spoken(row)).toEqual(numbers(english.spoken(row)))
    }
  })
})

describe('quantities', () => {
  test.each([[0, '0 µs'], [850, '850 µs'], [4_250, '4.3 ms'], [84_400, '84 ms'], [1_851_000, '1.85 s'], [12_340_000, '12.3 s'], [NaN, '–']])('%d µs is written %s', (us, written) => {
    expect(formatDuration(us).replace('\u00a0', ' ')).toBe(written)
  })
  test('an instant has milliseconds', () => {
    expect(formatTime(5_329_000)).toBe('5.329\u00a0s')
  })
})
