import type { Metadata } from 'next'
import { stageWords } from '@/components/stage/describe-lane.ts'
import { GallerySection } from '@/components/stage/gallery/gallery-section.tsx'
import { LiveStage } from '@/components/stage/gallery/live-stage.tsx'
import { MarkGallery, NodeGallery } from '@/components/stage/gallery/mark-gallery.tsx'
import { StageGallery } from '@/components/stage/gallery/stage-gallery.tsx'
import { TimelineGallery } from '@/components/timeline/gallery/timeline-gallery.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'
import { loadScenarios } from '@/lib/scenarios.ts'

/** A page for those who build: no menu leads here, and no search engine should. */
export async function generateMetadata({ params }: PageProps<'/[locale]/gallery'>): Promise<Metadata> {
  return { title: dictionary(await pageLocale(params)).stage.gallery.title, robots: { index: false, follow: false } }
}

export default async function GalleryPage({ params }: PageProps<'/[locale]/gallery'>) {
  const locale = await pageLocale(params)
  const { gallery } = dictionary(locale).stage
  const words = stageWords(dictionary(locale))
  const [scenario] = loadScenarios('load-balancing')
  return (
    <div className="gutter py-10">
      <h1 className="heading text-40">{gallery.title}</h1>
      <p className="mt-4 max-w-measure text-ink-2">{gallery.lead}</p>
      <MarkGallery words={gallery} />
      <NodeGallery words={gallery} />
      <GallerySection id="live" title={gallery.live}>
        <p className="mt-4 max-w-measure text-ink-2">{gallery.liveNote}</p>
        <LiveStage scenario={scenario!} words={words} locale={locale} playWord={gallery.play} pauseWord={gallery.pause} />
      </GallerySection>
      <StageGallery locale={locale} words={words} gallery={gallery} />
      <TimelineGallery locale={locale} words={dictionary(locale).timeline} />
    </div>
  )
}
