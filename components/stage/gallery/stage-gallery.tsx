import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import type { StageWords } from '../describe-lane.ts'
import { StageStills, type StageSubject } from '../stage-still.tsx'
import { runScene, sceneNames } from './gallery-scenes.ts'
import { GallerySection } from './gallery-section.tsx'

/** Each condition as a still of a run. */
export function StageGallery({ locale, words, gallery }: { locale: Locale; words: StageWords; gallery: Dictionary['stage']['gallery'] }) {
  return (
    <GallerySection id="conditions" title={gallery.stages}>
      <ul className="mt-6 grid gap-x-8 gap-y-10 desk:grid-cols-2">
        {sceneNames.map((name) => {
          const { run, atUs } = runScene(name)
          const subject: StageSubject = name === 'armed' ? { kind: 'armed', config: run.config } : { kind: 'run', trace: run.trace, index: run.index, atUs }
          return (
            <li key={name}>
              <h3 className="text-15 font-semibold">{gallery.conditions[name]}</h3>
              <div className="mt-2 border border-line bg-sheet">
                <StageStills subject={subject} words={words} locale={locale} width={640} />
              </div>
            </li>
          )
        })}
      </ul>
    </GallerySection>
  )
}
