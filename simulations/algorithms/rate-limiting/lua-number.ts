/**
 * What: numbers as Redis's Lua writes them: `tostring` with 14 digits, and the whole numbers that a reply keeps of a float.
 * Why: a script that stores `tostring(tokens)` reads back another number than it had. The difference is about a hundred-trillionth,
 * and yet it decides requests: 0.99999999999999 tokens are not 1.
 *
 * Picture:   1/3 ─▶ "0.33333333333333"      1700000000000 ─▶ "1700000000000"      1e15 ─▶ "1e+15"      reply 3.99 ─▶ 3
 * Invariants: I1 the text is what C's printf gives for `%.14g`.
 * Source: Lua 5.1 `luaconf.h`: LUAI_NUMFFORMAT "%.14g", used by `tostring` and `..`; Redis 7.0 `script_lua.c`
 * `luaReplyToRedisReply`, `(long long)lua_tonumber`; arguments of `redis.call` are written with `%.17g`.
 * Simplifications: `tonumber` reads decimal numbers only, no hexadecimal ones.
 * Complexity: O(digits).
 */

/** `tostring(number)` */
export function luaToString(value: number): string {
  return formatG(value, 14)
}

/** A number as an argument of `redis.call`: enough digits to read the same number back. */
export function luaArgument(value: number): string {
  return formatG(value, 17)
}

/** `tonumber(text)`; nil is null. */
export function luaToNumber(text: string | null): number | null {
  if (text === null) return null
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : null
}

/** A number in a reply: what is behind the point is cut off. */
export function luaReply(value: number): number {
  return Math.trunc(value) + 0 // never -0
}

/** `%.<digits>g`: scientific outside 1e-4 … 1e<digits>, without zeros at the end. */
function formatG(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (!Number.isFinite(value)) return value !== value ? 'nan' : value > 0 ? 'inf' : '-inf'
  const [mantissa, exponentText] = value.toExponential(digits - 1).split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= digits) {
    const size = Math.abs(exponent)
    return `${trimZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`
  }
  return trimZeros(value.toFixed(digits - 1 - exponent))
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
