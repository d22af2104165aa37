/**
 * What is said aloud, and when. Stepping says every step. While time runs, at most one sentence in 2.5 s: a failure or a change goes
 * before everything else, what was passed over becomes one summary. No clock in here: the caller gives the wall time.
 */

import type { Verbosity } from '@/components/simulation/store.ts'

export const QUIET_MS = 2_500

export interface Announcer {
  /** Now stands after log row `row`. Gives what to say, or ''. */
  moved(row: number, wallMs: number, playing: boolean, verbosity: Verbosity): string
}

export interface AnnouncerSource {
  isNotable(row: number): boolean
  event(row: number): string
  summary(row: number): string
}

export function createAnnouncer(source: AnnouncerSource): Announcer {
  let saidAt = -Infinity
  let before = -1
  /** A notable row that has not been said yet, -1 when there is none. */
  let owed = -1

  return {
    moved(row, wallMs, playing, verbosity) {
      const from = before
      before = row
      if (verbosity === 'off') return ''
      if (!playing) {
        owed = -1
        saidAt = wallMs
        if (row < 0) return source.summary(row)
        const isStep = Math.abs(row - from) === 1
        if (isStep) return verbosity === 'every' || source.isNotable(row) ? source.event(row) : ''
        return source.isNotable(row) ? source.event(row) : source.summary(row)
      }
      for (let at = row; at > from; at--) {
        if (!source.isNotable(at)) continue
        owed = at
        break
      }
      if (wallMs - saidAt < QUIET_MS) return ''
      saidAt = wallMs
      const notable = owed
      owed = -1
      if (notable >= 0) return source.event(notable)
      return verbosity === 'every' ? source.summary(row) : ''
    },
  }
}
