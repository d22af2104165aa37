import { existsSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { simplificationsIn, SIMPLIFIED } from '@/components/site/results.ts'
import { simplificationsKo } from '@/content/simplifications.ko.ts'

vi.mock('server-only', () => ({}))

const said = new Map([...SIMPLIFIED.algorithms, ...SIMPLIFIED.machines].flatMap((folder) => simplificationsIn([folder])).map(({ file, text }) => [file.replace(/^simulations\//, ''), text]))

test('what a file leaves out is said in Korean as it stands in its header now', () => {
  const stale = [...said].filter(([file, text]) => simplificationsKo[file]?.of !== text).map(([file, text]) => `content/simplifications.ko.ts needs\n  '${file}': { of: '${text}', ko: '…' }`)
  expect(stale.join('\n')).toBe('')
})

test('nothing is translated that a file does not say, and every translation is Korean', () => {
  expect(Object.keys(simplificationsKo).filter((file) => !said.has(file) && existsSync(`simulations/${file}`))).toEqual([])
  for (const [file, { ko }] of Object.entries(simplificationsKo)) expect(ko, file).toMatch(/[가-힣]+.*[.]$/)
})

test('a page without the list would claim that nothing is simplified', () => {
  expect(said.size).toBeGreaterThan(30)
})
