import { describe, expect, it } from 'vitest'
import { describeForAuthor } from './author-words.ts'
import { knobAt } from './knobs.ts'
import { LIMIT_ALGORITHMS } from './limiter-section.ts'
import { readTrafficScenario } from './traffic-scenario.ts'

function document(limiter: object | undefined, clients: object = {}, script: readonly object[] = [], servers: object = { s1: {} }) {
  return {
    id: 'x', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 1, duration: '2 s',
    clients: { count: 12, load: { open: { rate: '50/s' } }, requests: { page: { work: '5 ms' } }, ...clients }, links: { clients: '1 ms', servers: '1 ms' },
    balancer: { policy: 'round-robin' }, servers, script, ...(limiter === undefined ? {} : { limiter }),
  }
}

const said = (written: unknown): string[] => {
  const reading = readTrafficScenario(written)
  return reading.ok ? [] : reading.problems.map((problem) => `${problem.path.join('.')}: ${describeForAuthor(problem)}`)
}
const ruleOf = (limiter: object) => {
  const reading = readTrafficScenario(document(limiter))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.scenario.config.limiter!.rule
}

describe('a limiter in a scenario', () => {
  it.each(LIMIT_ALGORITHMS)('%s can be put in the place of any other with the same numbers', (algorithm) => {
    expect(said(document({ algorithm, rate: '30/s', burst: 5, window: '1 s', queue: 4, concurrency: 3 }))).toEqual([])
  })

  it('one rate means the same limit under every rule', () => {
    expect(ruleOf({ algorithm: 'fixed-window', rate: '30/s', window: '500 ms' })).toMatchObject({ limit: 15, windowUs: 500_000 })
    expect(ruleOf({ algorithm: 'token-bucket', rate: '30/min', burst: 3 })).toMatchObject({ tokens: 30, perUs: 60_000_000, burst: 3 })
    expect(ruleOf({ algorithm: 'token-bucket', rate: '33.3/s' })).toMatchObject({ tokens: 1998, perUs: 60_000_000 })
    expect(ruleOf({ algorithm: 'generic-cell-rate', rate: '20/s', burst: 3 })).toMatchObject({ periodUs: 50_000, burst: 3 })
    expect(ruleOf({ algorithm: 'nginx-limit-req', rate: '20/s', burst: 3, nodelay: true })).toMatchObject({ rate: '20r/s', delay: 'nodelay' })
    expect(ruleOf({ algorithm: 'nginx-limit-req', rate: '30/min' })).toMatchObject({ rate: '30r/m' })
  })

  it.each<[string, object, string]>([
    ['a rate of zero', { rate: '0/s' }, 'limiter.rate: 0/s is out of range; allowed is 0.1/s to 100000/s'],
    ['a rate that no machine has', { rate: '1000000000/s' }, 'limiter.rate: 1000000000/s is out of range; allowed is 0.1/s to 100000/s'],
    ['a rate without its unit', { rate: 100 }, 'limiter.rate: needs a unit. 100/s?'],
    ['a burst below one', { burst: 0 }, 'limiter.burst: 0 is out of range; allowed is 1 to 100000'],
    ['half a burst', { burst: 0.5 }, 'limiter.burst: 0.5 is no whole number'],
    ['a burst beyond memory', { burst: 1_000_000_000 }, 'limiter.burst: 1000000000 is out of range; allowed is 1 to 100000'],
    ['a window of no length', { window: '0 ms' }, 'limiter.window: 0 ms is out of range; allowed is 10 ms to 60 s'],
    ['seven nodes', { nodes: 7 }, 'limiter.nodes: 7 is out of range; allowed is 1 to 6'],
    ['a window in which nothing fits', { algorithm: 'fixed-window', rate: '1/s', window: '100 ms' }, 'limiter.window: not one request at 1/s fits into a window of 100 ms; make the window longer or the rate higher'],
    ['more nodes than there is to share', { counts: 'split', nodes: 4, burst: 3 }, 'limiter.nodes: a limit of 3 cannot be split between 4 nodes, each needs at least 1'],
    ['a rule that no store keeps', { algorithm: 'leaky-bucket-queue', counts: 'shared' }, 'limiter.algorithm: leaky-bucket-queue has no script for a shared store; those that have: token-bucket, generic-cell-rate, fixed-window, sliding-log, sliding-window-counter'],
    ['buckets that are synchronised', { counts: 'synchronised' }, 'limiter.algorithm: counts that are synchronised, or kept by plain commands, are those of "fixed-window", not of token-bucket'],
    ['tenants that are not there', { key: 'tenant' }, 'limiter.key: there are no tenants to count; name some under clients, like "tenants: { acme: {}, globex: {} }"'],
    ['a word that is none', { spread: 'fair' }, 'limiter.spread: "fair" is not known here; one of: turns, random, client'],
  ])('refuses %s', (_title, limiter, problem) => {
    expect(said(document({ algorithm: 'token-bucket', ...limiter }))).toEqual([problem])
  })

  it('refuses what needs a limiter where there is none, and what fits nobody', () => {
    expect(said(document(undefined, { retry: { how: 'at-once' } }))).toEqual(['clients.retry: there is no limiter, so nobody would notice; write a "limiter:", or leave this out'])
    expect(said(document(undefined, {}, [{ at: '1 s', do: { kind: 'set-limit', factor: 2 } }]))).toHaveLength(1)
    expect(said(document({ algorithm: 'token-bucket' }, {}, [{ at: '1 s', do: { kind: 'stop-store' } }]))[0]).toContain('no count lives in a store here')
    expect(said(document({ algorithm: 'token-bucket' }, {}, [], { 'limiter-1': {} }))[0]).toContain('give the server another name')
    expect(said(document({ algorithm: 'token-bucket' }, { count: 1, tenants: { a: {}, b: {} } }))[0]).toContain('1 clients cannot belong to 2 tenants')
    expect(said(document({ algorithm: 'token-bucket' }, { load: { closed: { users: 3, think: '10 ms' } }, tenants: { a: { rate: '3/s' } } }))[0]).toContain('only in an open load')
    expect(said(document({ algorithm: 'token-bucket' }, { tenants: { a: { share: 0 } } }))[0]).toContain('all shares are zero')
  })

  it('its numbers can be turned by hand', () => {
    for (const path of ['limiter.algorithm', 'limiter.rate', 'limiter.burst', 'limiter.store.timeout', 'limiter.store.when-silent', 'clients.retry.how', 'clients.tenants.acme.share']) expect(knobAt(path), path).not.toBeNull()
  })

  it('retries count among the requests that a run may send', () => {
    const eager = { load: { open: { rate: '100000/s' } }, retry: { how: 'at-once', attempts: 20 } }
    expect(said({ ...document({ algorithm: 'token-bucket' }, eager) })[0]).toContain('this load sends about 4000000 requests')
  })
})
