/**
 * What: a limiter in one line of words: "token-bucket 10 per 1 s burst 20".
 * Why: lessons and links name limiters; a line of words is read, checked and written back by the same few rules.
 *
 * Picture:   nginx-limit-req 10 per 1 s burst 5 wait nodelay     redis-script 5 per 1 s script sliding-log
 *            concurrency-limit 3 hold 250 ms
 *
 * Invariants: I1 what `writeLimiter` writes reads the same again, in all that its algorithm looks at.
 * Source: none. Simplifications: none. Complexity: O(length).
 */

import { ALGORITHMS, fieldsOf, SCRIPTS, type LimiterSpec } from '../components/arrival-bench/limiter-spec.ts'
import { readDuration, writeDuration } from './units.ts'

export const DEFAULT_SPEC: LimiterSpec = { algorithm: 'fixed-window', limit: 5, windowUs: 1_000_000, burst: 5, wait: 'nodelay', holdUs: 300_000, script: 'token-bucket' }

const LONGEST = 200

/** Null: these are not the words of a limiter. Whether its numbers make sense, `problemsOf` says. */
export function readLimiter(text: string): LimiterSpec | null {
  if (text.length > LONGEST) return null
  const [head = '', ...words] = text.trim().split(/\s+(?=per\s|burst\s|wait\s|hold\s|script\s)/)
  const match = /^([a-z-]+)(?:\s+(\d+))?$/.exec(head)
  const algorithm = ALGORITHMS.find((name) => name === match?.[1])
  if (match === null || algorithm === undefined) return null
  const spec: { -readonly [Field in keyof LimiterSpec]: LimiterSpec[Field] } = { ...DEFAULT_SPEC, algorithm }
  if (match[2] !== undefined) spec.limit = Number(match[2])
  for (const word of words) {
    const [, name = '', value = ''] = /^(\w+)\s+(.+)$/.exec(word) ?? []
    if (!enter(spec, name, value.trim())) return null
  }
  return spec
}

function enter(spec: { -readonly [Field in keyof LimiterSpec]: LimiterSpec[Field] }, name: string, value: string): boolean {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : null
  switch (name) {
    case 'per':
    case 'hold': {
      const read = readDuration(value)
      if (!read.ok) return false
      if (name === 'per') spec.windowUs = read.value
      else spec.holdUs = read.value
      return true
    }
    case 'burst':
      if (count !== null) spec.burst = count
      return count !== null
    case 'wait':
      if (count === null && value !== 'nodelay') return false
      spec.wait = count ?? 'nodelay'
      return true
    case 'script': {
      const script = SCRIPTS.find((one) => one === value)
      if (script !== undefined) spec.script = script
      return script !== undefined
    }
    default:
      return false
  }
}

export function writeLimiter(spec: LimiterSpec): string {
  const used = fieldsOf(spec)
  const parts = [spec.algorithm, String(spec.limit)]
  if (used.includes('windowUs')) parts.push(`per ${writeDuration(spec.windowUs)}`)
  if (used.includes('burst')) parts.push(`burst ${spec.burst}`)
  if (used.includes('wait')) parts.push(`wait ${spec.wait}`)
  if (used.includes('holdUs')) parts.push(`hold ${writeDuration(spec.holdUs)}`)
  if (used.includes('script')) parts.push(`script ${spec.script}`)
  return parts.join(' ')
}
