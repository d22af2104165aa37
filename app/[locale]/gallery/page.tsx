import type { Metadata } from 'next'
import { MarkGallery, NodeGallery } from '@/components/stage/gallery/mark-gallery.tsx'
import { StageGallery } from '@/components/stage/gallery/stage-gallery.tsx'
import { dictionary } from '@/lib/dictionary.ts'
import { pageLocale } from '@/lib/page-locale.ts'

/** A page for those who build: no menu leads here, and no search engine should. */
export async function generateMetadata({ params }: PageProps<'/[locale]/gallery'>): Promise<Metadata> {
  return { title: dictionary(await pageLocale(params)).stage.gallery.title, robots: { index: false, follow: false } }
}

export default async function GalleryPage({ params }: PageProps<'/[locale]/gallery'>) {
  const locale = await pageLocale(params)
  const { stage } = dictionary(locale)
  return (
    <div className="gutter py-10">
      <h1 className="heading text-40">{stage.gallery.title}</h1>
      <p className="mt-4 max-w-measure text-ink-2">{stage.gallery.lead}</p>
      <MarkGallery words={stage.gallery} />
      <NodeGallery words={stage.gallery} />
      <StageGallery locale={locale} words={stage} />
    </div>
  )
}
