/**
 * What a jump to another instant costs. The page itself puts pointer events on the strip under the diagram, so nothing of the driver
 * is in the figure; the browser's own trace says how long the main thread worked, from one jump to the next one.
 */

import { evaluate, linkTo, openedAt, type Browser } from './page.ts'

export interface Scrubs {
  readonly medianMs: number
  readonly p95Ms: number
  readonly p95WallMs: number
}

/** 100,000 requests, and servers that bear them. */
const LONG = { 'clients.load.open.rate': '1000/s', duration: '100 s', 'servers.s1.workers': 64, 'servers.s2.workers': 64, 'servers.s3.workers': 64, 'servers.s4.workers': 64 }
const JUMPS = 200
/** Frames given to a jump: what a first one leaves unfinished is counted with it. */
const FRAMES = 4
const MARK = 'benchmark:jump'

const JUMP = `(async () => {
  const strip = [...document.querySelectorAll('canvas.cursor-pointer')].at(-1)
  const { left, top, width, height } = strip.getBoundingClientRect()
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  strip.setPointerCapture = () => {}
  for (let jump = 0; jump <= ${JUMPS}; jump++) {
    performance.mark('${MARK}')
    const at = { clientX: left + 4 + ((jump * 7919) % 1000) / 1000 * (width - 8), clientY: top + height / 2, button: 0, pointerId: 1, bubbles: true }
    strip.dispatchEvent(new PointerEvent('pointerdown', at))
    strip.dispatchEvent(new PointerEvent('pointerup', at))
    for (let i = 0; i < ${FRAMES}; i++) await frame()
  }
})()`

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly pid: number
  readonly tid: number
}

export async function scrubs(browser: Browser, origin: string): Promise<Scrubs> {
  const page = await openedAt(browser, linkTo(origin, LONG, 50_000_000))
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  const tracing = await browser.newBrowserCDPSession()
  tracing.on('Tracing.dataCollected', ({ value }) => events.push(...value as unknown as TraceEvent[]))
  await tracing.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], excludedCategories: ['*'] } })
  await evaluate(session, JUMP)
  const done = new Promise((resolve) => tracing.once('Tracing.tracingComplete', resolve))
  await tracing.send('Tracing.end')
  await done
  await page.context().close()

  const marks = events.filter(({ name }) => name === MARK)
  const { pid, tid } = marks[0]!
  const tasks = events.filter((one) => one.pid === pid && one.tid === tid && one.ph === 'X' && /RunTask$/.test(one.name)).sort((a, b) => a.ts - b.ts)
  const times = marks.map(({ ts }) => ts).sort((a, b) => a - b)
  const cpu: number[] = []
  const wall: number[] = []
  let next = 0
  for (let jump = 0; jump < JUMPS; jump++) {
    let [spent, lasted, end] = [0, 0, -Infinity]
    // A task belongs to the jump after which it began: the loop goes on in a frame, so a jump begins inside of a task.
    for (; next < tasks.length && tasks[next]!.ts + tasks[next]!.dur! < times[jump + 1]!; next++) {
      const task = tasks[next]!
      if (task.ts < end || task.ts + task.dur! < times[jump]!) continue // Inside of another one, or before the first jump.
      end = task.ts + task.dur!
      spent += task.tdur ?? task.dur!
      lasted += task.dur!
    }
    cpu.push(spent / 1_000)
    wall.push(lasted / 1_000)
  }
  cpu.sort((a, b) => a - b)
  wall.sort((a, b) => a - b)
  const p95 = Math.floor(JUMPS * 0.95)
  return { medianMs: cpu[JUMPS / 2]!, p95Ms: cpu[p95]!, p95WallMs: wall[p95]! }
}
