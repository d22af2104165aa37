/**
 * What: which keys nginx's limits apply to: not the empty one, and not one that is too long.
 * Why: `limit_req_zone $arg_user` limits nobody who leaves the parameter out. That is how exceptions are written, and how holes are.
 *
 * Picture:   ''  ─▶ not limited      'ann' ─▶ limited      300 times 'x' ─▶ not limited by limit_conn, with a line in the log
 * Invariants: I1 lengths are counted in bytes of UTF-8, as the request brought them.
 * Source: nginx 1.22 `ngx_http_limit_req_handler` and `ngx_http_limit_conn_handler`, the tests on `key.len`.
 * Simplifications: nginx keeps only one byte for the length in limit_conn; here the bound is a number like any other.
 * Complexity: O(length), and only for keys that could be too long.
 */

export function isLimitedKey(key: string, longestBytes: number): boolean {
  if (key.length === 0) return false
  return key.length * 3 <= longestBytes || utf8Length(key) <= longestBytes
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
