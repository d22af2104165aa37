/**
 * What: nginx's `limit_conn`: how many requests of a key are being answered at once.
 * Why: it bounds slow clients and slow answers, which `limit_req` does not see. Its rule is a counter, up at the start of a request,
 * down when nginx cleans the request up, whether it went well or not.
 *
 * Picture (limit_conn c 2):   a ✓   a ✓   a 503   b ✓   first a ends   a ✓   a 503
 *
 * Invariants:
 *   I1 at most `limit` requests of a key are open; one that was refused opens nothing.
 *   I2 the node of a key with nothing open is deleted.
 *
 * Source: nginx 1.22 `src/http/modules/ngx_http_limit_conn_module.c`: `ngx_http_limit_conn_handler`, `ngx_http_limit_conn_cleanup`.
 * Simplifications: one `limit_conn` a place, no dry run, and a zone that is never full (nginx refuses then). nginx counts a
 * connection only once the whole header of a request was read; under HTTP/2 each stream counts.
 * Complexity: O(1); nginx's tree is O(log keys).
 */

import { invariant } from '../../kernel/invariant.ts'
import { concurrencyLimit, type ConcurrencyConfig, type ConcurrencyState } from './concurrency-limit.ts'
import { admit, type Algorithm } from './decision.ts'
import { isLimitedKey } from './nginx-key.ts'

const LONGEST_KEY_BYTES = 255
/** "connection limit must be less 65536" */
const LARGEST_LIMIT = 65_535

export const nginxLimitConn: Algorithm<ConcurrencyConfig, ConcurrencyState> = {
  ...concurrencyLimit,

  create(config) {
    invariant(config.limit <= LARGEST_LIMIT, 'the limit is less than 65536')
    return concurrencyLimit.create(config)
  },

  decide(state, key, nowUs, cost) {
    invariant(cost === 1, 'limit_conn counts requests, it knows no cost')
    if (!isLimitedKey(key, LONGEST_KEY_BYTES)) return admit('not-limited', nowUs, 0, null)
    return concurrencyLimit.decide(state, key, nowUs, 1)
  },

  release(state, key, cost) {
    if (isLimitedKey(key, LONGEST_KEY_BYTES)) concurrencyLimit.release!(state, key, cost)
  },
}
