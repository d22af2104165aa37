/** Runs one contestant once, in a process of its own, and prints its CPU seconds and what it counted. */

const [name, size] = [process.argv[2]!, Number(process.argv[3])]

const contestants: Record<string, (size: number) => Promise<() => unknown>> = {
  'ours/mm4': async (n) => { const { mm4 } = await import('./kernel/models.ts'); mm4(50_000); return () => mm4(n) },
  'ours/timeouts': async (n) => { const { timeouts } = await import('./kernel/models.ts'); timeouts(50_000); return () => timeouts(n) },
  'ours/untraced': async () => { const { untraced } = await import('./kernel/models.ts'); return () => untraced() },
  'ours/traced': async () => { const { traced } = await import('./kernel/models.ts'); return () => traced() },
  'simjs/mm4': async (n) => { const { mm4 } = await import('./kernel/simjs.mjs'); mm4(50_000); return () => mm4(n) },
  'simjs/timeouts': async (n) => { const { timeouts } = await import('./kernel/simjs.mjs'); timeouts(50_000); return () => timeouts(n) },
}

const prepare = contestants[name]
if (prepare === undefined) throw new Error(`no contestant called ${name}; there are ${Object.keys(contestants).join(', ')}`)
const race = await prepare(size)
const before = process.cpuUsage()
const counted = race()
const used = process.cpuUsage(before)
console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6, counted }))
