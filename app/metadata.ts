import type { Metadata, Viewport } from 'next'

/** SITE_URL is the address the site will have; without it, links between the languages stay relative. */
const siteUrl = process.env.SITE_URL

export const baseMetadata: Metadata = {
  ...(siteUrl ? { metadataBase: new URL(siteUrl) } : {}),
  title: { default: 'Slantwise', template: '%s | Slantwise' },
  applicationName: 'Slantwise',
  formatDetection: { telephone: false, address: false, email: false },
}

export const baseViewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f0f6f3' },
    { media: '(prefers-color-scheme: dark)', color: '#091513' },
  ],
}
