import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const hangul = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/
const covered = new Set(readFileSync('app/fonts/pretendard.characters.txt', 'utf8').replaceAll('\n', ''))
const places = ['app', 'components', 'content', 'lib', 'simulations']

function textFiles(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mdx|ya?ml|json)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

it('the Korean font is cut to the 2,350 syllables of KS X 1001 and the single letters', () => {
  const syllables = [...covered].filter((character) => character >= '가' && character <= '힣')
  expect([syllables.length, covered.size - syllables.length]).toEqual([2350, 51])
})

it('every Hangul character that a page may show is in the Korean font', () => {
  const missing: string[] = []
  let seen = 0
  for (const file of places.flatMap(textFiles)) {
    for (const character of readFileSync(file, 'utf8')) {
      if (!hangul.test(character)) continue
      seen += 1
      if (!covered.has(character)) missing.push(`${character} in ${file}`)
    }
  }
  expect(seen).toBeGreaterThan(200)
  expect(missing).toEqual([])
})
