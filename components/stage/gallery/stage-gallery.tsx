import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import type { StageWords } from '../describe-lane.ts'
import { comfortableHeight } from '../layout.ts'
import { StageStill, type StageSubject } from '../stage-still.tsx'
import { runScene, sceneNames } from './gallery-scenes.ts'
import { GallerySection } from './gallery-section.tsx'

/** Phones see the narrow stage, everyone else the wide one; the page holds both because it has nothing to measure with. */
export function StageGallery({ locale, words, gallery }: { locale: Locale; words: StageWords; gallery: Dictionary['stage']['gallery'] }) {
  return (
    <GallerySection id="conditions" title={gallery.stages}>
      <ul className="mt-6 grid gap-x-8 gap-y-10 desk:grid-cols-2">
        {sceneNames.map((name) => {
          const { run, atUs } = runScene(name)
          const subject: StageSubject = name === 'armed' ? { kind: 'armed', config: run.config } : { kind: 'run', trace: run.trace, index: run.index, atUs }
          const height = comfortableHeight(run.trace.lanes.length - 2)
          return (
            <li key={name}>
              <h3 className="text-15 font-semibold">{gallery.conditions[name]}</h3>
              <div className="mt-2 border border-line bg-sheet">
                <StageStill subject={subject} words={words} locale={locale} width={640} height={height} className="max-wide:hidden" />
                <StageStill subject={subject} words={words} locale={locale} width={358} height={height} className="wide:hidden" />
              </div>
            </li>
          )
        })}
      </ul>
    </GallerySection>
  )
}
