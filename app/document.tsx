import type { ReactNode } from 'react'
import { fontVariables } from '@/app/fonts.ts'
import { themeScript } from '@/lib/theme.ts'
import type { Locale } from '@/lib/locales.ts'
import '@/app/globals.css'

/** The document around every page. The script in the head sets `data-theme`, which React did not write: hence the suppressed warning. */
export function Document({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <html lang={locale} className={fontVariables} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body className="flex flex-col">{children}</body>
    </html>
  )
}
