/**
 * What: a health check's memory: how many probes in a row must agree before a server counts as up or down.
 * Why: one lost probe is no outage, and one lucky probe no recovery. Waiting for agreement costs time: with a probe every
 * 2 s and `fall` 3, a dead server gets traffic for 4 to 6 seconds.
 *
 * Picture (rise 2, fall 3; the number is `health`, up from 2 on):
 *   up    4 ─fail▶ 3 ─fail▶ 2 ─fail▶ 0   down        a success anywhere up goes straight back to 4
 *   down  0 ─ok──▶ 1 ─ok──▶ 4            up          a failure anywhere down goes straight back to 0
 *
 * Invariants:
 *   I1 it turns down after exactly `fall` failures in a row, and up after exactly `rise` successes in a row.
 *   I2 `health` stays from 0 to rise + fall - 1.
 *
 * Source: HAProxy 2.6 `src/check.c`, `set_server_check_status`. nginx-plus' `health_check passes=.. fails=..` counts alike.
 * Simplifications: a probe is over at once; no `inter`/`fastinter`/`downinter` here, the component that probes has the clock.
 * Complexity: O(1).
 */

export interface HealthCheckConfig {
  /** Successes in a row that bring a server up. At least 1. */
  readonly rise: number
  /** Failures in a row that bring it down. At least 1. */
  readonly fall: number
}

export interface HealthCheck {
  readonly config: HealthCheckConfig
  health: number
}

export type ProbeResult = 'passed' | 'failed'

/** What a probe changed: `became-up`, `became-down`, or nothing. */
export type HealthChange = 'became-up' | 'became-down' | 'none'

/** A check that starts up (HAProxy trusts a server until told otherwise) or down. */
export function createHealthCheck(config: HealthCheckConfig, isUpAtStart = true): HealthCheck {
  return { config, health: isUpAtStart ? top(config) : 0 }
}

export function isUp(check: HealthCheck): boolean {
  return check.health >= check.config.rise
}

/** Takes in the result of one probe. */
export function probe(check: HealthCheck, result: ProbeResult): HealthChange {
  const wasUp = isUp(check)
  const { rise } = check.config
  if (result === 'passed') {
    if (check.health < top(check.config)) check.health++
    if (check.health >= rise) check.health = top(check.config) // "OK now"
  } else {
    if (check.health > 0) check.health--
    if (check.health < rise) check.health = 0
  }
  if (isUp(check) === wasUp) return 'none'
  return wasUp ? 'became-down' : 'became-up'
}

function top(config: HealthCheckConfig): number {
  return config.rise + config.fall - 1
}
