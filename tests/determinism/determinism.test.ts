import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hashAll } from './cases.ts'

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Record<string, string>

describe('the same run everywhere', () => {
  const here = hashAll()

  it('in this engine, every hash is the committed one (if the change is wanted: npm run hashes -- --write)', () => {
    expect(here).toEqual(golden)
  })

  it('again, with code that is warm by now, the same', () => {
    expect(hashAll()).toEqual(here)
  })

  it('there are at least fifty runs, and no two are alike', () => {
    expect(Object.keys(golden).length).toBeGreaterThanOrEqual(50)
    expect(new Set(Object.values(golden)).size).toBe(Object.keys(golden).length)
  })
})
