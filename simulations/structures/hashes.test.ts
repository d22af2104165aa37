import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cassandraToken } from './cassandra-murmur3.ts'
import { crc16 } from './crc16.ts'
import { utf8 } from './crc32.ts'
import { createBloom, mayContain } from './leveldb-bloom.ts'
import { md5, md5Words } from './md5.ts'
import { murmur3, murmur3Bytes } from './murmur3.ts'
import { sha1 } from './sha1.ts'
import { fnv1a, murmur2, oneAtATime } from './short-hashes.ts'
import { xxh3 } from './xxh3.ts'
import { hashed, hashPairs } from './xxh64-pairs.ts'
import { xxh32, xxh64 } from './xxhash.ts'

const text = fc.string({ unit: 'binary', maxLength: 200 })

describe('published vectors', () => {
  it('crc16 (XMODEM)', () => {
    expect(crc16('123456789')).toBe(0x31c3)
    expect(crc16('foo') & 16383).toBe(12182)
  })
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', '57edf4a22be3c955ac49da2e2107b67a'],
  ])('md5 (RFC 1321, A.5): %j', (message, digest) => expect(md5(message)).toBe(digest))
  it('sha1 (FIPS 180)', () => expect(Buffer.from(sha1('abc')).toString('hex')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d'))
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['hello', 0, 0x248bfa47],
    ['Hello, world!', 0, 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('murmur3: %j with seed %i', (key, seed, hash) => expect(murmur3(key, seed)).toBe(hash))
  it.each([['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]])('fnv1a: %j', (key, hash) => expect(fnv1a(key)).toBe(hash))
  it.each([['a', 0xca2e9442], ['The quick brown fox jumps over the lazy dog', 0x519e91f5]])('one-at-a-time: %j', (key, hash) => expect(oneAtATime(key)).toBe(hash))
  // kafka clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('murmur2 of Kafka: %j', (key, hash) => expect(murmur2(key)).toBe(hash))
  it('the token of Cassandra reads a tail as signed bytes', () => {
    expect(cassandraToken('123')).toBe(-7468325962851647638n) // cassandra-driver's own test
    expect(cassandraToken('a')).toBe(-8839064797231613815n)
    expect(cassandraToken('é')).toBe(5461403030378599040n) // a tail above 127
    expect(cassandraToken('日本語')).toBe(2587241856907040145n)
    expect(cassandraToken('')).toBe(0n)
  })
})

// libxxhash 0.8.1 on bytes (131 i + 7) mod 256: length, XXH32 with seed 42, XXH64 with seed 42, XXH3
const XX: [number, string, string, string][] = [
  [0, 'd5be6eb8', '98b1582b0977e704', '2d06800538d394c2'],
  [1, 'de7559de', 'da6da76043d2a83e', '4c5cca45d0f4811f'],
  [3, '00c6bd49', '68adf3d78e6987c3', '6e3e2670e61106ac'],
  [4, 'ed81b5f3', 'fb3ece73292eb1ed', '5c4c63133443d03f'],
  [8, '23e33931', '51901a87d2f93e8e', 'f9fd4dd0b04d78f5'],
  [9, '4192c661', '5ed0f8228d8ed06f', '7c20df9712c26edf'],
  [16, '1dd27401', '9f7e35638c442c07', '86abf6baccea0858'],
  [17, '22dff800', '3e10330785e0e114', 'b58bf5dc5022d071'],
  [31, '760ffd7c', '731846295f5bba81', '48442fcd5518b086'],
  [32, 'fa401ca1', 'f3351b2160d55903', 'e3712ed84c04a66e'],
  [33, 'ea754998', '70e78138c9f35ca7', 'a4dee99b093e1f73'],
  [128, 'd3c77c71', '466738dafd6649ae', '10d17f72c0ccba41'],
  [129, '8cc852fc', '32f60748f70870a8', '1648bdc3db49d1a2'],
  [240, '19e65a6e', 'f6d0c345e33a6986', 'b6cfaf343fab81e6'],
  [241, '6ea9bde6', '033c53f8d5b8bb2d', '956cae592c67279e'],
  [256, 'fd288f63', '2030d62a7496386e', 'b15e550733c5dfac'],
  [1023, 'dde024ec', 'f30d12e5ee4bce7a', 'a94ffcd2254368e4'],
  [1024, '7d32fd4f', 'e0dd4b313831ec27', '70bd377d9574f4bb'],
  [1025, '6553d45c', '0909bb3de640728d', '66c4487c41e127a7'],
  [3000, 'c891a9c5', 'd0d645b52d8a788c', '33a08283bba03e0c'],
]
describe('xxHash', () => {
  it.each(XX)('I1: %i bytes', (size, h32, h64, h3) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (131 * i + 7) & 255)
    expect(xxh32(bytes, 42).toString(16).padStart(8, '0')).toBe(h32)
    expect(xxh64(bytes, 42n).toString(16).padStart(16, '0')).toBe(h64)
    expect(xxh3(bytes).toString(16).padStart(16, '0')).toBe(h3)
  })
  it('the twin on pairs of integers gives the same, for every length and seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }), (bytes, seed) => {
        hashPairs(bytes, Number(seed >> 32n), Number(seed & 0xffffffffn))
        expect((BigInt(hashed.high) << 32n) | BigInt(hashed.low)).toBe(xxh64(bytes, seed))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('against the platform’s own digests', () => {
  const of = (name: string, bytes: Uint8Array | string): string => createHash(name).update(bytes).digest('hex')
  it('md5 and sha1 agree for every length', () => {
    for (let size = 0; size < 200; size++) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 37) & 255)
      expect(md5(bytes)).toBe(of('md5', bytes))
      expect(Buffer.from(sha1(bytes)).toString('hex')).toBe(of('sha1', bytes))
    }
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (key) => void expect(md5(key)).toBe(of('md5', key))))
  })
})

describe('every text', () => {
  it('I2: murmur3 of a string is murmur3 of its UTF-8 bytes', () => {
    fc.assert(fc.property(text, fc.nat(), (key, seed) => void expect(murmur3(key, seed)).toBe(murmur3Bytes(utf8(key), seed))), { numRuns: 1000 })
  })
  it('all stay within their range', () => {
    fc.assert(
      fc.property(text, (key) => {
        for (const hash of [murmur3(key), fnv1a(key), oneAtATime(key), xxh32(key), md5Words(key)[3]!]) expect(hash).toBe(hash >>> 0)
        expect(murmur2(key)).toBe(murmur2(key) | 0)
        expect(crc16(key)).toBe(crc16(key) & 65535)
        const token = cassandraToken(key)
        expect(token > -(2n ** 63n) && token < 2n ** 63n).toBe(true)
      }),
    )
  })
})

describe('LevelDB’s Bloom filter', () => {
  it('I1: denies no key that was put in', () => {
    fc.assert(
      fc.property(fc.array(text), fc.integer({ min: 1, max: 40 }), (keys, bits) => {
        const filter = createBloom(keys, bits)
        for (const key of keys) expect(mayContain(filter, key)).toBe(true)
      }),
    )
  })
  it('a filter of nothing denies everything, and the smallest one has 64 bits and the count of probes', () => {
    expect(mayContain(new Uint8Array(), 'a')).toBe(false)
    expect(mayContain(createBloom([], 10), 'a')).toBe(false)
    expect(createBloom(['a'], 10)).toHaveLength(9)
  })
})
