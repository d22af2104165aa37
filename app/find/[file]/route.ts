import { findFile } from '@/components/find/entries.ts'
import { isLocale, locales } from '@/lib/locales.ts'

export const dynamic = 'force-static'
export const dynamicParams = false

export function generateStaticParams() {
  return locales.map((locale) => ({ file: `${locale}.json` }))
}

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const locale = (await params).file.replace(/\.json$/, '')
  return isLocale(locale) ? Response.json(await findFile(locale)) : new Response(null, { status: 404 })
}
