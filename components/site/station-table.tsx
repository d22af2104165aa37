import Link from 'next/link'
import { chapters } from '@/content/paths.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Station } from './curriculum.ts'

/** The train graph in words: the same stations, chapter by chapter. */
export function StationTable({ locale, stations }: { locale: Locale; stations: readonly Station[] }) {
  const { lessons, line } = dictionary(locale).home
  return (
    <table className="mt-4 w-full border-collapse text-left text-16 leading-normal max-wide:block">
      <thead className="max-wide:sr-only">
        <tr className="border-b-[1.5px] border-ink text-14 text-ink-2">
          <th scope="col" className="w-[24%] py-2 pr-6 font-normal">{lessons.chapter}</th>
          <th scope="col" className="py-2 pr-6 font-normal">{lessons.lesson}</th>
          <th scope="col" className="w-[24%] py-2 pr-6 font-normal">{lessons.services}</th>
          <th scope="col" className="w-[14%] py-2 font-normal">{lessons.state}</th>
        </tr>
      </thead>
      {chapters.map((chapter, number) => (
        <tbody key={chapter.id} className="border-b-[1.5px] border-line max-wide:block max-wide:pb-2 max-wide:first-of-type:border-t-[1.5px]">
          {stations.filter((station) => station.chapter === number).map((station, at, all) => (
            <tr key={station.id} className="border-b border-line align-baseline last:border-0 max-wide:block max-wide:py-1.5">
              {at === 0 ? <th scope="rowgroup" rowSpan={all.length} className="py-2.5 pr-6 font-semibold max-wide:block">{chapter[locale]}</th> : null}
              <td className="py-2.5 pr-6 max-wide:block max-wide:py-0">
                {station.open === null ? station.title : <Link href={station.open.href} prefetch={false} className="link font-semibold">{station.title}</Link>}
                {station.open === null ? null : <span className="block max-w-[38rem] text-15 text-ink-2">{station.open.summary}</span>}
              </td>
              <td className="py-2.5 pr-6 text-15 text-ink-2 empty:max-wide:hidden max-wide:inline max-wide:py-0">{station.services.filter((id) => id !== 'local').map((id) => line.services[id]).join(', ')}</td>
              <td className={`py-2.5 text-15 max-wide:inline max-wide:py-0 ${station.open === null ? 'text-ink-2' : 'font-semibold'}`}>
                {station.open === null ? lessons.planned : formatWith(locale, lessons.minutes, { minutes: station.open.minutes })}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
