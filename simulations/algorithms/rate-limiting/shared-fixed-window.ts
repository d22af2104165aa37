/**
 * What: one server's way through one decision on a counter that all servers share, step by step: which command it sends, and what
 * it does with the reply.
 * Why: the same limit, written in three ways. One is right. The two others are right when nobody else is there and nothing breaks,
 * which is how they pass their tests. A step at a time, everything that can happen between two commands can be made to happen.
 *
 * Picture:   atomic-script       ─▶ [count, and set the time to live if it is new] ─▶ decide
 *            incr-then-expire    ─▶ INCR ─▶ 1? ─▶ PEXPIRE ─▶ decide      a crash at ✗ leaves a counter that never goes away
 *                                            ✗
 *            read-then-write     ─▶ GET ─▶ below the limit? ─▶ SET ─▶ decide      all who read before anybody writes get in
 *
 * Invariants:
 *   I1 `atomic-script` admits at most `limit` between two expiries, in any interleaving and with any crash.
 *   I2 `incr-then-expire` admits at most `limit` too, but after a crash between its commands the key may never expire, and is
 *      refused for ever.
 *   I3 `read-then-write` promises nothing: n servers that read before any of them writes all get in, and one that was held between
 *      its two commands takes the counter back to what it had read.
 *
 * Source: Redis documentation, command INCR, "Pattern: rate limiter 2", which names the race and the cure.
 * Simplifications: a window begins with the first request of a key, and not at a full minute. A reply is never lost; a server that
 * crashes stays away.
 * Complexity: one or two round trips a decision.
 */

import { admit, reject, type Decision } from './decision.ts'
import { execute, type SharedStore, type StoreCommand, type StoreReply } from './shared-store.ts'

export type SharedStrategy = 'atomic-script' | 'incr-then-expire' | 'read-then-write'

export interface SharedWindowConfig {
  readonly strategy: SharedStrategy
  readonly limit: number
  readonly windowMs: number
}

/** A script that counts one and begins the window: the cure, as the documentation of INCR has it. */
export interface CountScript {
  readonly name: 'EVAL'
  readonly key: string
  readonly windowMs: number
}

export type SharedCommand = StoreCommand | CountScript

/** Where one server stands in one decision. Plain data: copy it, drop it, go on with it later. */
export type SharedDecision =
  | { readonly at: 'asks'; readonly command: SharedCommand; readonly key: string }
  /** It knows the count and must still begin the window, or write the count back. */
  | { readonly at: 'writes'; readonly command: SharedCommand; readonly key: string; readonly count: number }
  | { readonly at: 'decided'; readonly decision: Decision }

export function beginDecision({ strategy, windowMs }: SharedWindowConfig, key: string): SharedDecision {
  switch (strategy) {
    case 'atomic-script':
      return { at: 'asks', key, command: { name: 'EVAL', key, windowMs } }
    case 'incr-then-expire':
      return { at: 'asks', key, command: { name: 'INCRBY', key, by: 1 } }
    case 'read-then-write':
      return { at: 'asks', key, command: { name: 'GET', key } }
  }
}

/** The store does what a server asked. A script is one command: nobody gets in between. */
export function executeShared(store: SharedStore, command: SharedCommand, nowMs: number): StoreReply {
  if (command.name !== 'EVAL') return execute(store, command, nowMs)
  const count = execute(store, { name: 'INCRBY', key: command.key, by: 1 }, nowMs)
  if (count === 1) execute(store, { name: 'PEXPIRE', key: command.key, ttlMs: command.windowMs }, nowMs)
  return count
}

/** The reply arrives; the server goes one step on. */
export function receiveReply(config: SharedWindowConfig, before: SharedDecision, reply: StoreReply, nowMs: number): SharedDecision {
  if (before.at === 'decided') return before
  const { key } = before
  if (before.at === 'writes') return decided(config, before.count, nowMs)
  const count = Number(reply ?? 0)
  switch (config.strategy) {
    case 'atomic-script':
      return decided(config, count, nowMs)
    case 'incr-then-expire':
      if (count > 1) return decided(config, count, nowMs)
      return { at: 'writes', key, count, command: { name: 'PEXPIRE', key, ttlMs: config.windowMs } }
    case 'read-then-write': {
      if (count >= config.limit) return decided(config, count + 1, nowMs)
      // SET takes the time to live away, so it brings one, and each request puts the end of the window off.
      const command: StoreCommand = { name: 'SET', key, value: String(count + 1), ttlMs: config.windowMs }
      return { at: 'writes', key, count: count + 1, command }
    }
  }
}

/** `count` includes this request. */
function decided({ limit }: SharedWindowConfig, count: number, nowMs: number): SharedDecision {
  const nowUs = nowMs * 1000
  if (count > limit) return { at: 'decided', decision: reject('window-full', null, 0, null) }
  return { at: 'decided', decision: admit('within-limit', nowUs, limit - count, null) }
}
