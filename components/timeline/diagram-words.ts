/**
 * What: the words of the diagram as elements of the page: ticks, notes, the flag at now, the state of each lane, the tooltip.
 * Why: text on a canvas cannot be read aloud, selected, zoomed or translated. Words that move with time stand in one layer
 * each, so a frame moves a layer and not its words.
 */

import { formatWith } from '@/lib/i18n.ts'
import type { Note } from '@/simulations/kernel/trace.ts'
import { isNextBeat, lateBeatMs } from '@/components/simulation/clock.ts'
import type { Density } from './density.ts'
import type { DiagramSettings } from './diagram-view.ts'
import { placeFlags } from './flags.ts'
import type { LaneLayout } from './lane-layout.ts'
import { lastInstant } from './run-end.ts'
import type { DrawnRun } from './scene.ts'
import { flagStyle, formatTime, tickStep, ticksIn, timeStyle } from './ticks.ts'
import { spanOf, xAt, type TimeWindow } from './time-window.ts'
import type { DiagramReader, LaneWords } from './reader.ts'

export interface WordElements {
  readonly slider: HTMLElement
  readonly axis: HTMLElement
  readonly flags: HTMLElement
  readonly nowFlag: HTMLElement
  readonly tooltip: HTMLElement
  readonly sample: HTMLElement
  readonly armed: HTMLElement | null
  /** One for each lane, its name and its state in it. */
  readonly lanes: () => readonly HTMLElement[]
}

export interface WordFrame {
  readonly view: TimeWindow
  readonly now: number
  readonly density: Density
  /** How many times nearer the lens shows; 0: there is none. */
  readonly nearer: number
  readonly hovered: number
  readonly pointer: { readonly x: number; readonly y: number } | null
  readonly settings: DiagramSettings
  readonly run: DrawnRun
  readonly layout: LaneLayout
  readonly widthPx: number
}

export interface DiagramWords {
  layOut(layout: LaneLayout, widthPx: number, settings: DiagramSettings): void
  draw(frame: WordFrame): void
  dispose(): void
}

/** A number on the axis; its element is used again when the window moves on. */
interface Tick {
  readonly element: HTMLElement
  text: string
  at: number
  left: number
  halfPx: number
  hidden: boolean
}

/** While a run plays, its digits change ten times a second, states five times, and spoken values twice: nobody reads faster. */
const DIGITS_EVERY_MS = 100
const STATES_EVERY_MS = 200
const SPOKEN_EVERY_MS = 500
/** Below this width the note on sampling leaves out how much a lens enlarges: in two lines it would lie on a lane. */
const SHORT_SAMPLE_PX = 280
const TONES: Readonly<Record<LaneWords['tone'], string>> = { plain: 'text-ink-3', wait: 'text-wait-text', fail: 'text-fail-text' }
const FLAG_CLASS = 'absolute left-0 top-0 whitespace-nowrap rounded-control bg-sheet px-1 text-note leading-4'

const ONE_SPOT_PX = 60

function importance(reader: DiagramReader, note: Note, notes: readonly Note[], now: number, usPerPx: number): number {
  const distance = Math.abs(note.atUs - now)
  if (reader.isCause(note)) return distance
  const cause = notes.find((other) => reader.isCause(other) && other.lane === note.lane && Math.abs(other.atUs - note.atUs) < ONE_SPOT_PX * usPerPx)
  return cause === undefined ? distance : Math.max(distance, Math.abs(cause.atUs - now)) + 1
}

export function createDiagramWords(elements: WordElements): DiagramWords {
  const { slider, axis, flags, nowFlag, tooltip, sample } = elements
  const measure = document.createElement('canvas').getContext('2d')!
  let ticks: Tick[] = []
  /** What the layers of ticks and notes were made for. */
  let made = { key: '', fromUs: 0, toUs: 0, anchorUs: 0 }
  let flagsNow = Number.NaN
  let statesAt = 0
  let spokenAt = 0
  let shownNow = Number.NaN
  let late = 0
  let unsaid: WordFrame | null = null
  let version = 0
  let shownShift = Number.NaN
  let flagAt = 0
  let flagLeft = Number.NaN
  let flagOutside = false
  let nowLetters = 0
  let nowHalfPx = 0

  function layOut(layout: LaneLayout, _widthPx: number, settings: DiagramSettings): void {
    version++
    nowLetters = 0
    shownNow = Number.NaN
    const style = getComputedStyle(slider)
    // Another font makes other widths: each number is written and measured anew.
    for (const tick of ticks) tick.text = ''
    measure.font = `12.5px ${style.fontFamily}`
    // Between two lanes in the middle, so that no line runs through the words.
    const between = Math.floor((layout.y.length - 1) / 2)
    if (elements.armed !== null) elements.armed.style.top = `${Math.round(((layout.y[between] ?? 0) + (layout.y[between + 1] ?? 0)) / 2)}px`
    elements.lanes().forEach((element, lane) => {
      const y = layout.y[lane] ?? 0
      element.hidden = lane >= settings.trace.lanes.length
      element.style.transform = `translateY(${Math.round(y - (layout.twoLines ? 10 : 8))}px)`
      element.parentElement!.toggleAttribute('data-low', !layout.twoLines)
    })
  }

  function draw(frame: WordFrame): void {
    remake(frame)
    const shift = Math.round(xAt(frame.view, frame.widthPx, made.anchorUs) * 2) / 2
    if (shift !== shownShift) {
      shownShift = shift
      axis.style.transform = flags.style.transform = `translateX(${shift}px)`
    }
    drawNowFlag(frame)
    drawSample(frame)
    drawTooltip(frame)
    speak(frame)
  }

  /** Ticks and notes are made for a stretch of three windows, and again when the view leaves it or has another scale. */
  function remake(frame: WordFrame): void {
    const { view, widthPx, settings, now } = frame
    const span = spanOf(view)
    const key = `${version} ${widthPx} ${span.toPrecision(9)} ${settings.armedFromUs}`
    const inside = view.fromUs >= made.fromUs && view.toUs <= made.toUs
    // The nearest note to now speaks first; while a run plays the choice stays, or words would come and go.
    const settled = settings.playing || now === flagsNow
    if (key === made.key && inside && settled) return
    const moved = key !== made.key || !inside
    if (moved) {
      made = { key, fromUs: view.fromUs - span, toUs: view.toUs + span, anchorUs: view.fromUs }
      makeTicks(frame)
    }
    flagsNow = now
    makeFlags(frame)
  }

  function makeTicks({ view, widthPx, settings, run }: WordFrame): void {
    const { stepUs } = tickStep(view, widthPx, 84)
    const style = timeStyle(stepUs)
    const range = { fromUs: made.fromUs, toUs: made.toUs }
    const spare = ticks
    ticks = ticksIn(range, stepUs, lastInstant(run.trace)).map((at, number) => {
      const text = formatTime(settings.locale, at, style)
      const tick = spare[number] ?? makeTick()
      tick.at = at
      if (tick.text !== text) {
        tick.text = text
        tick.element.textContent = text
        tick.halfPx = measure.measureText(text).width / 2
      }
      const left = ((at - made.anchorUs) / spanOf(view)) * widthPx - tick.halfPx
      if (tick.left !== left) {
        tick.left = left
        tick.element.style.transform = `translateX(${left}px)`
      }
      return tick
    })
    for (const { element } of spare.slice(ticks.length)) element.remove()
  }

  function makeTick(): Tick {
    const element = document.createElement('span')
    element.className = 'absolute left-0 top-0 whitespace-nowrap text-note leading-4 text-ink-3 tabular-nums'
    axis.append(element)
    return { element, text: '', at: 0, left: Number.NaN, halfPx: 0, hidden: false }
  }

  function makeFlags({ view, now, widthPx, settings, run, layout }: WordFrame): void {
    const usPerPx = spanOf(view) / widthPx
    const until = settings.armedFromUs ?? Infinity
    const wishes = run.trace.notes
      .filter((note) => note.atUs >= made.fromUs && note.atUs <= made.toUs && note.atUs <= until)
      .map((note) => {
        const text = settings.reader.note(note)
        return { x: (note.atUs - made.anchorUs) / usPerPx, lane: note.lane, widthPx: measure.measureText(text).width + 8, distance: importance(settings.reader, note, run.trace.notes, now, usPerPx), text, note }
      })
    flags.replaceChildren()
    const leftEdge = (made.fromUs - made.anchorUs) / usPerPx
    for (const { wish, left } of placeFlags(wishes.map((wish) => ({ ...wish, x: wish.x - leftEdge })), 3 * widthPx)) {
      const element = document.createElement('span')
      element.textContent = wish.text
      const failing = settings.reader.isFailing(wish.note)
      element.className = `${FLAG_CLASS} ${failing ? 'text-fail-text' : 'text-ink-2'} ${wish.note.atUs > now ? 'opacity-60' : ''}`
      element.style.transform = `translate(${Math.round(left + leftEdge - 3)}px, ${Math.round(layout.y[wish.lane]! + 6)}px)`
      flags.append(element)
    }
  }

  function drawNowFlag({ view, now, widthPx, settings }: WordFrame): void {
    const wall = performance.now()
    if (!settings.playing || nowLetters === 0 || isNextBeat(wall, flagAt, DIGITS_EVERY_MS)) {
      flagAt = wall
      writeNow(formatTime(settings.locale, now, now === 0 ? { ...flagStyle(view, widthPx), digits: 0 } : flagStyle(view, widthPx)))
    }
    const half = nowHalfPx
    const nowX = xAt(view, widthPx, now)
    const outside = nowX < -1 || nowX > widthPx + 1
    const at = Math.min(widthPx - half, Math.max(half, nowX))
    const left = Math.round(at - half)
    if (left !== flagLeft) nowFlag.style.transform = `translateX(${left}px)`
    if (outside !== flagOutside) nowFlag.classList.toggle('opacity-60', outside)
    flagLeft = left
    flagOutside = outside
    for (const tick of ticks) {
      const x = xAt(view, widthPx, tick.at)
      // Half a number at the edge is another number.
      const covered = Math.abs(x - at) < half + tick.halfPx + 4 || x < tick.halfPx || x > widthPx - tick.halfPx
      if (covered === tick.hidden) continue
      tick.hidden = covered
      tick.element.style.visibility = covered ? 'hidden' : ''
    }
  }

  /** The flag has a size of its own, so that nothing around it is laid out again when its digits change. */
  function writeNow(text: string): void {
    if (nowFlag.textContent !== text) nowFlag.textContent = text
    if (text.length === nowLetters) return
    nowLetters = text.length
    nowHalfPx = Math.ceil((measure.measureText(text).width * 1.12) / 2 + 8)
    nowFlag.style.width = `${2 * nowHalfPx}px`
  }

  function drawSample({ density, nearer, settings, widthPx }: WordFrame): void {
    const { words, locale } = settings
    const message = !density.bands ? '' : formatWith(locale, nearer === 0 ? words.sampled : nearer < 1.5 || widthPx < SHORT_SAMPLE_PX ? words.sampledLens : words.sampledNearer, { every: density.every, times: Math.round(nearer) })
    if (sample.textContent !== message) sample.textContent = message
    if (sample.hidden !== (message === '')) sample.hidden = message === ''
  }

  function drawTooltip({ hovered, pointer, settings, widthPx }: WordFrame): void {
    if (hovered < 0 || pointer === null) {
      if (!tooltip.hidden) tooltip.hidden = true
      return
    }
    const [first, second] = settings.reader.message(hovered)
    if (tooltip.dataset.row !== String(hovered)) {
      tooltip.dataset.row = String(hovered)
      tooltip.firstElementChild!.textContent = first
      tooltip.lastElementChild!.textContent = second
    }
    tooltip.hidden = false
    const width = tooltip.offsetWidth
    const x = Math.max(0, Math.min(widthPx - width, pointer.x + 14 + width > widthPx ? pointer.x - width - 14 : pointer.x + 14))
    tooltip.style.transform = `translate(${Math.round(x)}px, ${Math.round(Math.max(0, pointer.y - 52))}px)`
  }

  /** States of the lanes, and the value of the scrubber as a sentence. */
  function speak(frame: WordFrame): void {
    const { now, settings } = frame
    const time = performance.now()
    if (now !== shownNow && settings.playing && !isNextBeat(time, statesAt, STATES_EVERY_MS)) {
      // The last instant before a pause must not stay unsaid.
      unsaid = frame
      if (late === 0) late = window.setTimeout(() => speak({ ...unsaid!, settings: { ...unsaid!.settings, playing: false } }), lateBeatMs(time, STATES_EVERY_MS))
      return
    }
    clearTimeout(late)
    late = 0
    if (now === shownNow) return
    statesAt = time
    shownNow = now
    const state = settings.reader.at(now)
    const armed = settings.armedFromUs !== null
    elements.lanes().forEach((element, lane) => {
      const laneState = state.lanes[lane]
      const target = element.lastElementChild
      if (laneState === undefined || !(target instanceof HTMLElement)) return
      const { text, tone } = laneState
      if (target.textContent !== text) target.textContent = text
      if (target.dataset.tone !== tone) {
        target.classList.remove(...Object.values(TONES))
        target.classList.add(TONES[tone])
        target.dataset.tone = tone
      }
    })
    if (settings.playing && time - spokenAt < SPOKEN_EVERY_MS) return
    spokenAt = time
    slider.setAttribute('aria-valuenow', String(Math.round(now / 1000)))
    slider.setAttribute('aria-valuetext', armed && now <= 0 ? settings.words.nothing : state.spoken)
  }

  return { layOut, draw, dispose: () => clearTimeout(late) }
}
