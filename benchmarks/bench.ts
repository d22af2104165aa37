/**
 * `npm run bench`: figures against peers and limits, as ratios within one run.
 *
 * Absolute times on a busy machine mean little. Each round runs every contestant once, in a fresh process, one after the
 * other; a figure is the median of the ratios within the rounds, with the smallest and largest. CPU seconds, not wall time.
 *
 *   npm run bench                    everything
 *   npm run bench -- kernel          one group: kernel, rate-limiting, sharding, browser
 *   npm run bench -- --rounds 9      more rounds (at least 5)
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { browserFigures } from './browser.ts'

interface Result {
  readonly seconds: number
  readonly counted: unknown
}

/** Which contestants make a ratio, and what it must be. */
interface Contest {
  readonly title: string
  readonly ours: string
  readonly peer: string
  readonly size: number
  /** The peer may get less to do; its time is scaled up. */
  readonly peerSize: number
  readonly goal: { readonly atLeast: number } | { readonly atMost: number }
}

const MILLION = 1_000_000
const contests: readonly Contest[] = [
  { title: 'M/M/4 at load 0.8, a million customers: simjs (its Facility) / ours', ours: 'ours/mm4', peer: 'simjs/mm4-facility', size: MILLION, peerSize: MILLION / 5, goal: { atLeast: 8 } },
  { title: 'the same: simjs (station written by hand on bare timers) / ours', ours: 'ours/mm4', peer: 'simjs/mm4', size: MILLION, peerSize: MILLION, goal: { atLeast: 2 } },
  { title: 'the same: SimPy 3 (CPython) / ours', ours: 'ours/mm4', peer: 'simpy/mm4', size: MILLION, peerSize: MILLION / 10, goal: { atLeast: 45 } },
  { title: 'a million requests whose timeouts are cancelled: simjs / ours', ours: 'ours/timeouts', peer: 'simjs/timeouts', size: MILLION, peerSize: MILLION, goal: { atLeast: 8 } },
  { title: 'a million requests through balancer and servers: traced / untraced', ours: 'ours/untraced', peer: 'ours/traced', size: 0, peerSize: 0, goal: { atMost: 1.5 } },
]

const limiting: readonly Contest[] = [
  { title: 'token bucket, 3 million decisions on 10,000 keys: rate-limiter-flexible (memory) / ours', ours: 'ours/token-bucket', peer: 'flexible/decide', size: 3 * MILLION, peerSize: 3 * MILLION, goal: { atLeast: 8 } },
  { title: 'the same: limiter / ours', ours: 'ours/token-bucket', peer: 'limiter/decide', size: 3 * MILLION, peerSize: 3 * MILLION, goal: { atLeast: 4 } },
  { title: 'GCRA, the same: rate-limiter-flexible (memory) / ours', ours: 'ours/gcra', peer: 'flexible/decide', size: 3 * MILLION, peerSize: 3 * MILLION, goal: { atLeast: 8 } },
  { title: 'the same: limiter / ours', ours: 'ours/gcra', peer: 'limiter/decide', size: 3 * MILLION, peerSize: 3 * MILLION, goal: { atLeast: 4 } },
]

const sharding: readonly Contest[] = [
  { title: 'ring of 10 nodes with 160 points, 5 million look-ups by text: consistent-hash / ours', ours: 'ours/ring', peer: 'consistent-hash/ring', size: 5 * MILLION, peerSize: 5 * MILLION, goal: { atLeast: 3 } },
  { title: 'the same: hashring / ours', ours: 'ours/ring', peer: 'hashring/ring', size: 5 * MILLION, peerSize: MILLION / 4, goal: { atLeast: 40 } },
]

const argv = process.argv.slice(2)
const rounds = Math.max(5, Number(argv[argv.indexOf('--rounds') + 1]) || 5)
const groups: readonly string[] = argv.filter((word) => word === 'kernel' || word === 'rate-limiting' || word === 'sharding' || word === 'browser')
const wants = (group: string): boolean => groups.length === 0 || groups.includes(group)

let missed = 0
let met = 0
if (wants('kernel')) kernelFigures()
if (wants('rate-limiting')) rateLimitingFigures()
if (wants('sharding')) shardingFigures()
if (wants('browser')) {
  for (const figure of await browserFigures(rounds)) report(figure.title, figure.text, figure.ok)
}
console.log(`${met} passed, ${missed} failed`)
process.exitCode = missed > 0 ? 1 : 0

function kernelFigures(): void {
  const simpy = hasSimpy()
  if (!simpy) console.log('SimPy is not here (Debian: apt-get install python3-simpy3), so it is not compared.')
  const active = contests.filter((contest) => contest.peer !== 'simpy/mm4' || simpy)
  raceAll('kernel', active)
  const traced = race('ours/traced', 0).counted as { bytesPerHop: number }
  report('bytes of trace a hop', `${traced.bytesPerHop.toFixed(1)}; goal at most 64`, traced.bytesPerHop <= 64)
}

/** Peers read the machine's clock for each decision; ours is told the time. With a clock of its own it is a fair guess of a server's. */
function rateLimitingFigures(): void {
  raceAll('rate-limiting', limiting)
  const nanosOf = (contestant: string): string => ((race(contestant, MILLION).seconds * 1e9) / MILLION).toFixed(0)
  console.log(`  ns a decision: told the time ${nanosOf('ours/token-bucket')}, reading a clock ${nanosOf('ours/token-bucket-on-clock')}, limiter ${nanosOf('limiter/decide')}, rate-limiter-flexible ${nanosOf('flexible/decide')}`)
  const bytesOf = (contestant: string): number => race(contestant, 100_000).counted as number
  const [bucket, gcra] = [bytesOf('bytes/token-bucket'), bytesOf('bytes/gcra')]
  console.log(`  bytes a key: limiter ${bytesOf('bytes/limiter')}, rate-limiter-flexible ${bytesOf('bytes/flexible')}`)
  report('bytes a key of a token bucket, without its name', `${bucket}; goal at most 100`, bucket <= 100)
  report('bytes a key of GCRA, without its name', `${gcra}; goal at most 90`, gcra <= 90)
}

function shardingFigures(): void {
  raceAll('sharding', sharding)
  const milliseconds = (contestant: string): number => Math.round(race(contestant, MILLION).seconds * 1000)
  const [place, join] = [milliseconds('ours/place'), milliseconds('ours/join')]
  report('ms to hash and place a million keys on the ring', `${place}; goal below 1000`, place < 1000)
  report('ms for a node to join them, every key placed again', `${join}; goal below 100`, join < 100)
}

function raceAll(group: string, active: readonly Contest[]): void {
  const ratios = new Map<Contest, number[]>(active.map((contest) => [contest, []]))
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`${group}: round ${round} of ${rounds}\n`)
    const ours = new Map<string, Result>()
    for (const contest of active) {
      if (!ours.has(contest.ours)) ours.set(contest.ours, race(contest.ours, contest.size))
      const peer = race(contest.peer, contest.peerSize)
      const scale = contest.size === 0 ? 1 : contest.size / contest.peerSize
      ratios.get(contest)!.push((peer.seconds * scale) / ours.get(contest.ours)!.seconds)
      if (round === 1) console.log(`  ${contest.ours} counted ${show(ours.get(contest.ours)!.counted)}, ${contest.peer} counted ${show(peer.counted)}`)
    }
  }
  for (const [contest, values] of ratios) {
    const { median, text } = spread(values)
    const ok = 'atLeast' in contest.goal ? median >= contest.goal.atLeast : median <= contest.goal.atMost
    const goal = 'atLeast' in contest.goal ? `goal at least ${contest.goal.atLeast}` : `goal at most ${contest.goal.atMost}`
    report(contest.title, `${text}; ${goal}`, ok)
  }
}

function race(contestant: string, size: number): Result {
  if (contestant === 'simpy/mm4') {
    const [seconds, wait] = execFileSync('/usr/bin/python3', ['benchmarks/kernel/simpy_mm4.py', String(size)], { encoding: 'utf8' }).split(' ')
    return { seconds: Number(seconds), counted: Number(wait) }
  }
  const output = execFileSync(process.execPath, ['--import', 'tsx', 'benchmarks/contestant.ts', contestant, String(size)], { encoding: 'utf8' })
  return JSON.parse(output) as Result
}

function hasSimpy(): boolean {
  return spawnSync('/usr/bin/python3', ['-c', 'import simpy']).status === 0
}

function spread(values: readonly number[]): { readonly median: number; readonly text: string } {
  const sorted = [...values].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]!
  return { median, text: `${median.toFixed(2)} [${sorted[0]!.toFixed(2)}..${sorted.at(-1)!.toFixed(2)}]` }
}

function report(title: string, text: string, ok: boolean): void {
  if (ok) met++
  else missed++
  console.log(`${ok ? 'met   ' : 'MISSED'}  ${title}: ${text}`)
}

function show(counted: unknown): string {
  return typeof counted === 'number' ? counted.toPrecision(4) : JSON.stringify(counted)
}
