/**
 * What: the load-balancing cases that the recorder plays on real servers.
 */

export interface ServerCase {
  readonly weight?: number
  readonly down?: boolean
  readonly backup?: boolean
  readonly max_fails?: number
  readonly fail_timeout?: string
  readonly maxconn?: number
}

export type Op =
  | { readonly req: number; readonly gapMs?: number }
  | { readonly open: number; readonly mayQueue?: boolean }
  | { readonly close: number }
  | { readonly down: string }
  | { readonly up: string }
  | { readonly waitS: number }
  | { readonly cli: string }

export interface SequenceCase {
  readonly id: string
  /** nginx: a line of the upstream, or ''. HAProxy: the `balance` line's words. */
  readonly method: string
  readonly servers: readonly ServerCase[]
  readonly ops: readonly Op[]
}

const weights = (...list: number[]): ServerCase[] => list.map((weight) => ({ weight }))
const opens = (count: number, from = 0): Op[] => Array.from({ length: count }, (_, i) => ({ open: from + i }))

export const nginxCases: Readonly<Record<string, { readonly area: string; readonly cases: readonly SequenceCase[] }>> = {
  swrr: {
    area: 'lb.nginx.round_robin',
    cases: [
      { id: 'w5-1-1', method: '', servers: weights(5, 1, 1), ops: [{ req: 28 }] },
      { id: 'w4-3-2-1', method: '', servers: weights(4, 3, 2, 1), ops: [{ req: 40 }] },
      { id: 'w5-3-2-down2', method: '', servers: [{ weight: 5 }, { weight: 3, down: true }, { weight: 2 }], ops: [{ req: 21 }] },
      { id: 'backups-only', method: '', servers: [{ weight: 1, down: true }, { weight: 2, backup: true }, { weight: 1, backup: true }], ops: [{ req: 12 }] },
    ],
  },
  passive_health: {
    area: 'lb.nginx.round_robin.passive_health',
    cases: [
      {
        id: 'w5-1-1-mf1-ft2',
        method: '',
        servers: [5, 1, 1].map((weight) => ({ weight, max_fails: 1, fail_timeout: '2s' })),
        ops: [{ req: 7 }, { down: 's1' }, { req: 8 }, { waitS: 4 }, { req: 6 }, { up: 's1' }, { req: 4 }, { waitS: 4 }, { req: 21 }],
      },
      {
        id: 'all-down-then-backup',
        method: '',
        servers: [{ weight: 2, max_fails: 1, fail_timeout: '2s' }, { weight: 1, max_fails: 1, fail_timeout: '2s' }, { weight: 1, backup: true }],
        ops: [{ req: 3 }, { down: 's1' }, { down: 's2' }, { req: 4 }, { down: 's3' }, { req: 2 }, { up: 's2' }, { waitS: 4 }, { req: 6 }],
      },
    ],
  },
  least_conn: {
    area: 'lb.nginx.least_conn',
    cases: [
      { id: 'eq3', method: 'least_conn', servers: weights(1, 1, 1), ops: [...opens(5), { close: 1 }, { open: 5 }, { close: 0 }, { close: 3 }, ...opens(2, 6), { req: 6 }] },
      { id: 'w5-1-1-idle', method: 'least_conn', servers: weights(5, 1, 1), ops: [{ req: 21 }] },
    ],
  },
}

export const haproxyCases: Readonly<Record<string, { readonly area: string; readonly cases: readonly SequenceCase[] }>> = {
  roundrobin: {
    area: 'lb.haproxy.roundrobin',
    cases: [
      { id: 'w5-1-1', method: 'roundrobin', servers: weights(5, 1, 1), ops: [{ req: 35 }] },
      { id: 'w3-2-1-disable-enable', method: 'roundrobin', servers: weights(3, 2, 1), ops: [{ req: 8 }, { cli: 'disable server be/s1' }, { req: 12 }, { cli: 'enable server be/s1' }, { req: 24 }] },
      { id: 'w2-2-2-setweight', method: 'roundrobin', servers: weights(2, 2, 2), ops: [{ req: 7 }, { cli: 'set server be/s2 weight 6' }, { req: 30 }, { cli: 'set server be/s2 weight 1' }, { req: 25 }] },
      { id: 'limits', method: 'roundrobin', servers: [{ weight: 3, maxconn: 1 }, { weight: 1, maxconn: 2 }], ops: [...opens(3), { close: 0 }, { req: 3, gapMs: 8 }, { open: 3 }] },
    ],
  },
  static_rr: {
    area: 'lb.haproxy.static_rr',
    cases: [{ id: 'w4-3-2-1', method: 'static-rr', servers: weights(4, 3, 2, 1), ops: [{ req: 30 }, { cli: 'disable server be/s2' }, { req: 14 }] }],
  },
  leastconn: {
    area: 'lb.haproxy.leastconn',
    cases: [{ id: 'w3-2-1', method: 'leastconn', servers: weights(3, 2, 1), ops: [...opens(12), { close: 0 }, { close: 5 }, ...opens(3, 12)] }],
  },
  first: {
    area: 'lb.haproxy.first',
    cases: [{ id: 'mc2-2', method: 'first', servers: [{ maxconn: 2 }, { maxconn: 2 }], ops: [...opens(4), { open: 4, mayQueue: true }, { close: 2 }, { close: 0 }, { open: 5 }] }],
  },
}
