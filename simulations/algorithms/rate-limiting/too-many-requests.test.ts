import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit, reject } from './decision.ts'
import { createLimiter, decide } from './limiter.ts'
import { describeLimit, rateLimitField, rateLimitPolicyField, retryAfterSeconds, type QuotaPolicy } from './too-many-requests.ts'

const policy: QuotaPolicy = { name: 'default', quota: 100, windowS: 10, unit: 'requests', partitionKey: null }

describe('the fields of draft-ietf-httpapi-ratelimit-headers-11', () => {
  it.each<[string, QuotaPolicy]>([
    ['"default";q=100;w=10', policy], // §3.2
    ['"peruser";q=65535;qu="content-bytes";w=10;pk=:c2RmakxKVU9VSA==:', { name: 'peruser', quota: 65_535, windowS: 10, unit: 'content-bytes', partitionKey: bytes('sdfjLJUOUH') }],
    ['"slots";q=3;qu="concurrent-requests"', { name: 'slots', quota: 3, windowS: null, unit: 'concurrent-requests', partitionKey: null }],
    ['"a \\"b\\" \\\\c";q=0;w=1', { ...policy, name: 'a "b" \\c', quota: 0, windowS: 1 }],
    ['"default";q=100;w=10;pk=:QXBwLTk5OQ==:', { ...policy, partitionKey: bytes('App-999') }], // the key of §4.2
    ['"default";q=100;w=10;pk=:dHJpYWwxMjEzMjM=:', { ...policy, partitionKey: bytes('trial121323') }],
    ['"default";q=100;w=10;pk=::', { ...policy, partitionKey: bytes('') }],
  ])('RateLimit-Policy: %s', (text, given) => expect(rateLimitPolicyField(given)).toBe(text))

  it('RateLimit: what is left, and for how long', () => {
    expect(rateLimitField(admit('within-limit', 0, 50, 30_000_000), policy, 0)).toBe('"default";r=50;t=30')
    expect(rateLimitField(admit('within-limit', 0, 999, null), { ...policy, partitionKey: bytes('trial121323') }, 0)).toBe('"default";r=999;pk=:dHJpYWwxMjEzMjM=:')
  })

  it.each([[' ', true], ['é', false], ['a\n', false], ['\x7f', false]])('the name %j is writable: %s', (name, isGood) => {
    if (isGood) expect(() => rateLimitPolicyField({ ...policy, name })).not.toThrow()
    else expect(() => rateLimitPolicyField({ ...policy, name })).toThrow(/printable ASCII/)
  })
  it.each([-1, 1.5, 1e15, NaN])('a quota of %d cannot be written', (quota) => expect(() => rateLimitPolicyField({ ...policy, quota })).toThrow(/whole number/))
  it('a window of no time cannot be written', () => expect(() => rateLimitPolicyField({ ...policy, windowS: 0 })).toThrow(/above 0/))
})

describe('Retry-After', () => {
  it.each([[1, 1], [999_999, 1], [1_000_000, 1], [1_000_001, 2], [59_000_001, 60]])('%i us later is %i s', (us, seconds) => {
    expect(retryAfterSeconds(reject('bucket-empty', 7_000_000 + us, 0, 0), 7_000_000)).toBe(seconds)
  })
  it('is not there when nobody can tell, or nothing was refused', () => {
    expect(retryAfterSeconds(reject('all-slots-taken', null, 0, null), 0)).toBeNull()
    expect(retryAfterSeconds(admit('within-limit', 0, 1, 5), 0)).toBeNull()
  })
})

describe('the whole answer', () => {
  it('a refusal is 429 with problem details that name the policy', () => {
    const limiter = createLimiter({ algorithm: 'token-bucket', tokens: 10, perUs: 10_000_000, burst: 1 })
    expect(describeLimit(decide(limiter, 'ann', 0), policy, 0)).toEqual({ status: null, fields: [['RateLimit-Policy', '"default";q=100;w=10'], ['RateLimit', '"default";r=0;t=1']], problem: null })
    expect(describeLimit(decide(limiter, 'ann', 400_000), policy, 400_000)).toEqual({
      status: 429,
      fields: [['Retry-After', '1'], ['RateLimit-Policy', '"default";q=100;w=10'], ['RateLimit', '"default";r=0;t=1']],
      problem: { type: 'https://iana.org/assignments/http-problem-types#quota-exceeded', title: expect.stringMatching(/quota/), 'violated-policies': ['default'] },
    })
  })
  it('I1, I2: who comes back after Retry-After gets through, and it is never before the end of the window told', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900_000), { minLength: 1, maxLength: 40 }), (gaps) => {
        const limiter = createLimiter({ algorithm: 'generic-cell-rate', periodUs: 700_001, burst: 2 })
        let nowUs = 0
        for (const gap of gaps) {
          nowUs += gap
          const fields = new Map(describeLimit(decide(limiter, 'ann', nowUs), policy, nowUs).fields)
          const retry = fields.get('Retry-After')
          if (retry === undefined) continue
          expect(Number(retry)).toBeGreaterThanOrEqual(Number(/t=(\d+)/.exec(fields.get('RateLimit')!)![1]))
          expect(decide(structuredClone(limiter), 'ann', nowUs + Number(retry) * 1_000_000).kind).toBe('admitted')
        }
      }),
    )
  })
})

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
