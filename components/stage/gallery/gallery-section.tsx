import type { ReactNode } from 'react'

/** A section of the gallery: one rule, one heading, what belongs together. */
export function GallerySection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-16 border-t-[1.5px] border-ink pt-4">
      <h2 id={id} className="heading text-28">
        {title}
      </h2>
      {children}
    </section>
  )
}
