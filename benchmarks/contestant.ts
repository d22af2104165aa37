/** Runs one contestant, in a process of its own, and prints its CPU seconds and what it counted. */

const [name, size] = [process.argv[2]!, Number(process.argv[3])]

const contestants: Record<string, (size: number) => Promise<() => unknown>> = {
  'ours/mm4': async (n) => { const { mm4 } = await import('./kernel/models.ts'); mm4(50_000); return () => mm4(n) },
  'ours/timeouts': async (n) => { const { timeouts } = await import('./kernel/models.ts'); timeouts(50_000); return () => timeouts(n) },
  'ours/untraced': async () => { const { untraced } = await import('./kernel/models.ts'); untraced(); return () => untraced() },
  'ours/traced': async () => { const { traced } = await import('./kernel/models.ts'); traced(); return () => traced() },
  'simjs/mm4': async (n) => { const { mm4 } = await import('./kernel/simjs.mjs'); mm4(50_000); return () => mm4(n) },
  'simjs/mm4-facility': async (n) => { const { mm4Facility } = await import('./kernel/simjs.mjs'); mm4Facility(20_000); return () => mm4Facility(n) },
  'simjs/timeouts': async (n) => { const { timeouts } = await import('./kernel/simjs.mjs'); timeouts(50_000); return () => timeouts(n) },
  'ours/token-bucket': async (n) => { const { decideMany } = await import('./rate-limiting/ours.ts'); decideMany('token-bucket', 100_000); return () => decideMany('token-bucket', n) },
  'ours/gcra': async (n) => { const { decideMany } = await import('./rate-limiting/ours.ts'); decideMany('generic-cell-rate', 100_000); return () => decideMany('generic-cell-rate', n) },
  'ours/token-bucket-on-clock': async (n) => { const { decideManyOnClock } = await import('./rate-limiting/ours.ts'); decideManyOnClock('token-bucket', 100_000); return () => decideManyOnClock('token-bucket', n) },
  'limiter/decide': async (n) => { const { limiterMany } = await import('./rate-limiting/peers.ts'); limiterMany(100_000); return () => limiterMany(n) },
  'flexible/decide': async (n) => { const { flexibleMany } = await import('./rate-limiting/peers.ts'); await flexibleMany(100_000); return () => flexibleMany(n) },
  'ours/ring': async (n) => { const { locateMany } = await import('./sharding/ours.ts'); locateMany(200_000); return () => locateMany(n) },
  'ours/place': async (n) => { const { prepareMillion, placeMillion } = await import('./sharding/ours.ts'); prepareMillion(n); return () => placeMillion() },
  'ours/join': async (n) => { const { joinMillion, prepareMillion } = await import('./sharding/ours.ts'); prepareMillion(n); joinMillion(); return () => joinMillion() },
  'consistent-hash/ring': async (n) => { const { consistentHashMany } = await import('./sharding/peers.ts'); consistentHashMany(200_000); return () => consistentHashMany(n) },
  'hashring/ring': async (n) => { const { hashringMany } = await import('./sharding/peers.ts'); hashringMany(20_000); return () => hashringMany(n) },
  'bytes/token-bucket': async (n) => { const { measureBytes } = await import('./rate-limiting/ours.ts'); return () => measureBytes('token-bucket', n) },
  'bytes/gcra': async (n) => { const { measureBytes } = await import('./rate-limiting/ours.ts'); return () => measureBytes('generic-cell-rate', n) },
  'bytes/limiter': async (n) => { const { limiterBytes } = await import('./rate-limiting/peers.ts'); return () => limiterBytes(n) },
  'bytes/flexible': async (n) => { const { flexibleBytes } = await import('./rate-limiting/peers.ts'); return () => flexibleBytes(n) },
}

const prepare = contestants[name]
if (prepare === undefined) throw new Error(`no contestant called ${name}; there are ${Object.keys(contestants).join(', ')}`)
const race = await prepare(size)
/** The best of three: what the engine compiles on the side, and what neighbours take, is no part of a contestant. */
let seconds = Infinity
let counted: unknown
for (let lap = 0; lap < 3; lap++) {
  const before = process.cpuUsage()
  counted = await race()
  const used = process.cpuUsage(before)
  seconds = Math.min(seconds, (used.user + used.system) / 1e6)
}
console.log(JSON.stringify({ seconds, counted }))
