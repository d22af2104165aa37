import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runScenario } from '@/components/simulation/run.ts'
import { loadScenarios } from '@/lib/scenarios.ts'
import { csvField, csvLine } from './csv.ts'
import { EVERYTHING, filteredRows, placeOf, ROW_KINDS } from './rows.ts'

const scenario = loadScenarios('load-balancing').find((one) => one.id.endsWith('fails-and-returns'))!
const reply = runScenario({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
if (reply.kind !== 'ran') throw new Error('the scenario runs')
const { trace } = reply

/** Reads one line of RFC 4180 again. */
function parseLine(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map((match) => match[1]!.replaceAll('""', '"'))
}

describe('CSV', () => {
  test('what is written is read again, whatever it contains', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', 'é', '한', ' ') }), { minLength: 1 }), (fields) => {
      expect(parseLine(csvLine(fields)).map((field) => field.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(fields)
    }))
  })

  test.each(['=1+1', '+cmd', '-2', '@sum', '\t=1', '\r=1'])('%j is no formula for a spreadsheet', (text) => {
    expect(csvField(text).startsWith(`"'`)).toBe(true)
  })
})

describe('filters of the table', () => {
  test('failures, changes and requests: every row is a change or a request, failures are requests', () => {
    const [all, failures, changes, requests] = ROW_KINDS.map((kind) => filteredRows(trace, { ...EVERYTHING, kind }))
    expect(all!.length).toBe(trace.log.count)
    expect(changes!.length + requests!.length).toBe(all!.length)
    expect([...changes!].map((row) => trace.vocabulary.events[trace.log.kind[row]!]!.name)).toEqual(['server.stopped', 'server.left-alone', 'server.started'])
    expect(failures!.length).toBeGreaterThan(0)
    expect(failures!.every((row) => requests!.includes(row))).toBe(true)
  })

  test('one request tells its story from sending to answer', () => {
    const names = [...filteredRows(trace, { ...EVERYTHING, request: 7 })].map((row) => trace.vocabulary.events[trace.log.kind[row]!]!.name)
    expect(names[0]).toBe('request.sent')
    expect(names.at(-1)).toBe('answer.received')
  })

  test('now stands at the last row that has happened', () => {
    const rows = filteredRows(trace, { ...EVERYTHING, kind: 'failures' })
    for (const row of [-1, 0, 500, trace.log.count - 1]) {
      const place = placeOf(rows, row)
      expect(place).toBe([...rows].filter((one) => one <= row).length - 1)
    }
  })
})
