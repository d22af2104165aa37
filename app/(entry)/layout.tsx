import type { ReactNode } from 'react'
import { Document } from '@/app/document.tsx'
import { baseMetadata, baseViewport } from '@/app/metadata.ts'

export const metadata = baseMetadata
export const viewport = baseViewport

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <Document locale="en">{children}</Document>
}
