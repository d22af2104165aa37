'use client'

import { useEffect, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react'
import type { RunIndex } from '@/components/projection/run-index.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { createDiagramView, type DiagramSettings, type DiagramView, type ReadableClock } from './diagram-view.ts'
import type { DiagramReader } from './reader.ts'
import { lastInstant } from './run-end.ts'
import { installHands } from './pointer.ts'
import { panBy, spanOf, zoomAround, type Viewport } from './time-window.ts'
import { trafficReader } from './traffic-reader.ts'
import type { TimelineWords } from './words.ts'

/** For keys and buttons of the page around it. */
export interface SpaceTimeHandle {
  /** Above 1 shows less time. Around now, when now is in view; else around the middle. */
  zoomBy(factor: number): void
  /** By a part of what is in view; 0.1 is a tenth to the right. */
  panBy(share: number): void
}

interface SpaceTimeProps {
  readonly trace: Trace
  readonly index: RunIndex
  /** What the run's family says; without one it is read as traffic. */
  readonly reader?: DiagramReader | undefined
  readonly clock: ReadableClock
  readonly viewport: Viewport
  readonly words: TimelineWords
  readonly locale: Locale
  readonly playing?: boolean
  /** From here on the run is not recorded yet; null or absent: all of it is known. */
  readonly armedFromUs?: number | null
  /** What stands where nothing is recorded yet. */
  readonly armedText?: string
  readonly selectedRequest?: number
  readonly selectedLane?: number
  readonly hoveredLane?: number
  /** By row of the subjects: 1 for what fared otherwise in the run beside this one. */
  readonly ringed?: Uint8Array | undefined
  readonly onSeek: (us: number) => void
  /** A request was clicked, or -1: the click was elsewhere. */
  readonly onSelectRequest?: (request: number) => void
  readonly onScrub?: (active: boolean) => void
  /** The pointer rests on a lane; -1: on none. */
  readonly onLane?: (lane: number) => void
  /** What stands here until the first frame is drawn: a still of the same run. */
  readonly children?: ReactNode
  readonly className?: string
  readonly ref?: Ref<SpaceTimeHandle>
}

const NO_LANES: readonly number[] = []

/** The space-time diagram: the picture of a run, and the scrubber of its time. */
export function SpaceTime(props: SpaceTimeProps) {
  const { trace, index, clock, viewport, words, locale, armedText, children, className = '', ref } = props
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const axis = useRef<HTMLDivElement>(null)
  const flags = useRef<HTMLDivElement>(null)
  const nowFlag = useRef<HTMLDivElement>(null)
  const tooltip = useRef<HTMLDivElement>(null)
  const sample = useRef<HTMLParagraphElement>(null)
  const slider = useRef<HTMLDivElement>(null)
  const armed = useRef<HTMLParagraphElement>(null)
  const lanes = useRef<HTMLUListElement>(null)
  const view = useRef<DiagramView | null>(null)
  const { playing = false, armedFromUs = null, selectedRequest = -1, selectedLane = -1, hoveredLane = -1 } = props
  const given = props.reader
  const reader = useMemo(() => given ?? trafficReader(trace, index, words, locale), [given, trace, index, words, locale])
  const current = useRef(props)

  useEffect(() => {
    current.current = props
  })

  const settings = (): DiagramSettings => ({
    trace, index, reader, clock, viewport, words, locale, playing, armedFromUs, selectedRequest, ringed: props.ringed,
    litLanes: selectedLane < 0 && hoveredLane < 0 ? NO_LANES : [selectedLane, hoveredLane],
  })

  useEffect(() => {
    const made = createDiagramView({
      root: root.current!, canvas: canvas.current!, axis: axis.current!, flags: flags.current!, nowFlag: nowFlag.current!, tooltip: tooltip.current!,
      sample: sample.current!, slider: slider.current!, armed: armed.current, lanes: () => [...lanes.current!.children] as HTMLElement[],
    }, settings())
    view.current = made
    root.current!.dataset.live = ''
    const removeHands = installHands(canvas.current!, {
      view: made,
      viewport: () => current.current.viewport,
      endUs: () => current.current.armedFromUs ?? lastInstant(current.current.trace),
      seek: (us) => current.current.onSeek(us),
      pick: (row) => {
        const { trace: shown, onSelectRequest } = current.current
        const subject = row < 0 ? -1 : shown.hops.subject[row]!
        onSelectRequest?.(subject < shown.subjects.count ? subject : -1)
      },
      scrubbing: (active) => current.current.onScrub?.(active),
      lane: (lane) => current.current.onLane?.(lane),
    })
    return () => {
      removeHands()
      made.dispose()
      view.current = null
    }
    // The view lives as long as the elements; everything else reaches it through update().
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    view.current?.update(settings())
  })

  useImperativeHandle(ref, () => ({
    zoomBy(factor) {
      const { viewport: port, clock: time, trace: shown } = current.current
      const window = port.get()
      const now = time.get()
      const around = now >= window.fromUs && now <= window.toUs ? now : (window.fromUs + window.toUs) / 2
      port.set(zoomAround(window, around, factor, lastInstant(shown)))
    },
    panBy(share) {
      const { viewport: port, trace: shown } = current.current
      port.set(panBy(port.get(), share * spanOf(port.get()), lastInstant(shown)))
    },
  }), [])

  return (
    <div ref={root} className={`group @container relative h-full w-full overflow-x-clip overflow-y-auto bg-sheet ${className}`}>
      <div className="relative ml-23 @min-[35rem]:ml-[7.375rem]">
        <div
          ref={slider}
          role="slider"
          tabIndex={0}
          aria-label={words.label}
          aria-valuemin={0}
          aria-valuemax={Math.round(lastInstant(trace) / 1000)}
          aria-valuenow={0}
          aria-valuetext={words.nothing}
          className="outline-offset-[-2px]"
        >
          <canvas ref={canvas} className="block cursor-crosshair touch-pan-y select-none" />
        </div>
        <div aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden">
          <div ref={flags} className="absolute left-0 top-0 will-change-transform" />
          <div ref={axis} className="absolute left-0 top-2 will-change-transform" />
          <div ref={nowFlag} className="absolute left-0 top-1 h-6 whitespace-nowrap bg-now text-center text-14 font-semibold leading-6 text-on-now tabular-nums will-change-transform contain-strict" />
          <p ref={armed} hidden={armedText === undefined || armedFromUs === null} className="absolute right-3 left-[24%] -translate-y-1/2 text-13 leading-5 text-ink-2 @min-[35rem]:text-14"><span className="bg-[color-mix(in_oklab,var(--sunk)_60%,var(--sheet))] box-decoration-clone px-1">{armedText}</span></p>
          <div ref={tooltip} hidden className="absolute left-0 top-0 max-w-72 border border-edge bg-sheet px-2 py-1 text-13 leading-5">
            <div className="font-semibold text-ink" />
            <div className="text-ink-2" />
          </div>
        </div>
        <p ref={sample} hidden className="pointer-events-none absolute bottom-0 right-3 bg-sheet px-1 text-note leading-5 text-ink-2" />
      </div>
      <ul ref={lanes} aria-label={words.about} className="group/names pointer-events-none absolute top-0 left-0 w-23 bg-sheet text-13 @min-[35rem]:w-[7.375rem]">
        {trace.lanes.map((lane, number) => (
          // Where lanes lie close, the state stands beside the name when there is room for it, and else nowhere: half a word says less than none.
          <li key={lane.id} className="absolute inset-x-0 top-0 pr-1 pl-3 leading-5 group-data-low/names:flex group-data-low/names:h-4 group-data-low/names:flex-wrap group-data-low/names:gap-x-1 group-data-low/names:overflow-hidden group-data-low/names:leading-4 @min-[35rem]:pl-4 wide:@min-[35rem]:pl-5">
            <span className={`block truncate font-semibold text-ink ${number === selectedLane ? 'underline decoration-2 underline-offset-4' : ''}`}>{reader.laneName(number)}</span>
            <span className="block truncate text-note leading-4 whitespace-nowrap text-ink-3" />
          </li>
        ))}
      </ul>
      {children !== undefined && <div className="absolute inset-0 group-data-live:hidden">{children}</div>}
    </div>
  )
}
