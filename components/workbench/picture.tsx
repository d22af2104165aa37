/** The picture to keep: the stage and the diagram at now, drawn once more as stills, with seed, instant and link. */

import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { readerOf, RunStageStill } from '@/components/families/still.tsx'
import { formatTime } from '@/components/narration/describe.ts'
import { encodeShared } from '@/components/simulation/share.ts'
import type { Simulation } from '@/components/simulation/store.ts'
import { exportPng } from '@/components/timeline/export-png.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { sharedOf } from './shared-of.ts'
import type { Words } from './words.tsx'

const WIDTH = 960

export async function savePicture(words: Words, { store, clock }: Simulation): Promise<void> {
  const state = store.getState()
  const { finished, window: shown, scenario, seed } = state
  if (finished === null) return
  const { trace, index } = finished
  const { locale, timeline } = words
  const atUs = clock.get()
  const place = document.createElement('div')
  place.setAttribute('aria-hidden', 'true')
  place.style.cssText = `position:fixed;left:-10000px;top:0;width:${WIDTH}px`
  document.body.append(place)
  const root = createRoot(place)
  try {
    flushSync(() => root.render(
      <>
        <RunStageStill run={finished} atUs={atUs} row={clock.row()} words={words} width={WIDTH} />
        <SpaceTimeStill trace={trace} index={index} reader={readerOf(finished, words)} window={shown} nowUs={atUs} words={timeline} locale={locale} width={WIDTH} />
      </>,
    ))
    const picture = await exportPng({
      title: scenario.title[locale],
      seed: formatWith(locale, timeline.exported.seed, { seed: String(seed) }),
      instant: formatWith(locale, timeline.exported.at, { time: formatTime(atUs) }),
      link: `${location.origin}${location.pathname}#${encodeShared(sharedOf(state, atUs))}`,
      parts: [...place.querySelectorAll('svg')].filter((svg) => svg.parentElement?.closest('svg') === null),
    })
    const address = URL.createObjectURL(picture)
    const link = document.createElement('a')
    link.href = address
    link.download = `slantwise-${scenario.id.split('/').at(-1)}-${seed}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  } finally {
    root.unmount()
    place.remove()
  }
}
