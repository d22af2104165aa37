/**
 * What: five limiters as scripts that Redis runs in one piece, decision for decision as Redis runs them.
 * Why: a script is the usual way to share a limit exactly: Redis runs nothing else meanwhile, so nobody gets in between reading and
 * writing. It costs a round trip a request, and a limit is only as available as its Redis.
 *
 * Picture:   EVALSHA token-bucket 1 rl:ann 10 5 now cost ─▶ {1, 8}    admitted, 8 tokens are left
 *
 * Invariants:
 *   I1 a script reads, decides and writes at one instant.
 *   I2 numbers are the doubles of Lua; what `tostring` wrote has 14 digits when it is read again.
 *
 * Source: the scripts stand beside their functions, in Lua, as they were run on Redis 7.0.15 for the recordings of this repository.
 * Simplifications: the clock is an argument of the script, as in tests; in production `redis.call('TIME')` avoids differing clocks.
 * These scripts set no time to live: keys pile up. Real ones add PEXPIRE.
 * Complexity: O(1) commands; the log is O(entries dropped).
 */

import { luaArgument, luaReply, luaToNumber, luaToString } from './lua-number.ts'
import { execute, type SharedStore } from './shared-store.ts'

export type ScriptName = 'token-bucket' | 'sliding-log' | 'fixed-window' | 'sliding-window-counter' | 'generic-cell-rate'

export type ScriptReply = readonly [number, number | string]

export interface Script {
  /** The words of the script, as sent to Redis. */
  readonly lua: string
  /** `argv`: the script's own arguments, then the clock in milliseconds, then the cost. */
  run(store: SharedStore, key: string, argv: readonly number[]): ScriptReply
}

const tokenBucket: Script = {
  lua: `local cap, rate, now, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local h = redis.call('HMGET', KEYS[1], 'tok', 'ts')
local tok, ts = tonumber(h[1]), tonumber(h[2])
if tok == nil then tok = cap; ts = now end
tok = math.min(cap, tok + (now - ts) * rate / 1000)
local ok = 0
if tok >= cost then tok = tok - cost; ok = 1 end
redis.call('HSET', KEYS[1], 'tok', tostring(tok), 'ts', now)
return {ok, math.floor(tok)}`,
  run(store, key, [capacity = 0, rate = 0, now = 0, cost = 1]) {
    const [storedTokens = null, storedAt = null] = execute(store, { name: 'HMGET', key, fields: ['tok', 'ts'] }, now) as (string | null)[]
    let tokens = luaToNumber(storedTokens) ?? capacity
    const at = storedTokens === null ? now : (luaToNumber(storedAt) ?? now)
    tokens = Math.min(capacity, tokens + ((now - at) * rate) / 1000)
    const isEnough = tokens >= cost
    if (isEnough) tokens -= cost
    execute(store, { name: 'HSET', key, fields: { tok: luaToString(tokens), ts: luaArgument(now) } }, now) // I2
    return [isEnough ? 1 : 0, luaReply(Math.floor(tokens))]
  },
}

const slidingLog: Script = {
  lua: `local win, lim, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - win)
local n = redis.call('ZCARD', KEYS[1])
if n < lim then redis.call('ZADD', KEYS[1], now, now .. ':' .. n); return {1, lim - n - 1} end
return {0, 0}`,
  run(store, key, [window = 1, limit = 0, now = 0]) {
    execute(store, { name: 'ZREMRANGEBYSCORE', key, from: 0, to: now - window }, now)
    const count = execute(store, { name: 'ZCARD', key }, now) as number
    if (count >= limit) return [0, 0]
    execute(store, { name: 'ZADD', key, score: now, member: `${luaToString(now)}:${luaToString(count)}` }, now)
    return [1, luaReply(limit - count - 1)]
  },
}

const fixedWindow: Script = {
  lua: `local win, lim, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local k = KEYS[1] .. ':' .. math.floor(now / win)
local n = redis.call('INCR', k)
if n > lim then return {0, 0} end
return {1, lim - n}`,
  run(store, key, [window = 1, limit = 0, now = 0]) {
    const count = execute(store, { name: 'INCRBY', key: `${key}:${luaToString(Math.floor(now / window))}`, by: 1 }, now) as number
    return count > limit ? [0, 0] : [1, luaReply(limit - count)]
  },
}

const slidingWindowCounter: Script = {
  lua: `local win, lim, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local w = math.floor(now / win)
local cur = tonumber(redis.call('GET', KEYS[1] .. ':' .. w) or '0')
local prev = tonumber(redis.call('GET', KEYS[1] .. ':' .. (w - 1)) or '0')
local est = prev * (win - now % win) / win + cur
if est >= lim then return {0, tostring(est)} end
redis.call('INCR', KEYS[1] .. ':' .. w)
return {1, tostring(est + 1)}`,
  run(store, key, [window = 1, limit = 0, now = 0]) {
    const index = Math.floor(now / window)
    const counterOf = (of: number): number => Number(execute(store, { name: 'GET', key: `${key}:${luaToString(of)}` }, now) ?? '0')
    const elapsed = now - Math.floor(now / window) * window // Lua's %
    const estimate = (counterOf(index - 1) * (window - elapsed)) / window + counterOf(index)
    if (estimate >= limit) return [0, luaToString(estimate)]
    execute(store, { name: 'INCRBY', key: `${key}:${luaToString(index)}`, by: 1 }, now)
    return [1, luaToString(estimate + 1)]
  },
}

const genericCellRate: Script = {
  lua: `local period, burst, now, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local tat = tonumber(redis.call('GET', KEYS[1]) or now)
tat = math.max(tat, now)
local new = tat + period * cost
local allow_at = new - period * burst
if now < allow_at then return {0, math.ceil(allow_at - now)} end
redis.call('SET', KEYS[1], string.format('%.17g', new))
return {1, 0}`,
  run(store, key, [period = 1, burst = 0, now = 0, cost = 1]) {
    const stored = execute(store, { name: 'GET', key }, now) as string | null
    const arrival = Math.max(stored === null ? now : luaToNumber(stored)!, now)
    const next = arrival + period * cost
    const allowedAt = next - period * burst
    if (now < allowedAt) return [0, luaReply(Math.ceil(allowedAt - now))]
    execute(store, { name: 'SET', key, value: luaArgument(next) }, now)
    return [1, 0]
  },
}

export const scripts: Readonly<Record<ScriptName, Script>> = {
  'token-bucket': tokenBucket,
  'sliding-log': slidingLog,
  'fixed-window': fixedWindow,
  'sliding-window-counter': slidingWindowCounter,
  'generic-cell-rate': genericCellRate,
}
