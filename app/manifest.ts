import type { MetadataRoute } from 'next'
import { dictionaries } from '@/lib/dictionary.ts'

export const dynamic = 'force-static'

export default function manifest(): MetadataRoute.Manifest {
  const { site } = dictionaries.en
  return {
    name: site.name,
    short_name: site.name,
    description: site.description,
    start_url: '/',
    display: 'standalone',
    background_color: '#f0f6f3',
    theme_color: '#f0f6f3',
    icons: [
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icons/512-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
