import { useId } from 'react'
import type { PlacementWords } from '@/components/families/placement-words.ts'
import { placementAt } from '@/components/projection/placement-state.ts'
import type { PlacementRun } from '@/components/simulation/run.ts'
import { formatNumber } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { formatShare } from './describe.ts'
import { MapDrawing, PATTERNS } from './map-drawing.tsx'
import { mapHeight } from './shapes.ts'

/** The map and the nodes as a picture: the first paint, pages without scripts, paper. */
export function PlacementStill({ run, atUs, words, locale, width = 380 }: { run: PlacementRun; atUs: number; words: PlacementWords; locale: Locale; width?: number }) {
  const id = useId().replace(/[^a-zA-Z0-9]/g, '')
  const { trace, index, config } = run
  const { map, mapNumber, nodes } = placementAt(trace, index, atUs)
  const first = nodes[0]?.lane ?? 0
  return (
    <div className="grid gap-4 p-4 wide:grid-cols-[22rem_minmax(0,1fr)]">
      <MapDrawing id={id} map={map} before={mapNumber > 0 ? index.maps[mapNumber - 1]! : null} names={trace.lanes.map((lane) => lane.id)} words={words} locale={locale} firstNode={first} keys={config.keys.count} frame={{ width, height: mapHeight(map, width) }} />
      <table className="self-start text-left text-14">
        <thead><tr className="border-b border-ink text-ink-2"><th scope="col" className="py-1 font-normal">{words.stage.name}</th><th scope="col" className="py-1 text-right font-normal">{words.stage.keys}</th><th scope="col" className="py-1 text-right font-normal">{words.stage.lookups}</th></tr></thead>
        <tbody>
          {nodes.filter((node) => node.isThere).map((node) => (
            <tr key={node.lane} className="border-b border-line" data-pattern={(node.lane - first) % PATTERNS}>
              <th scope="row" className="py-1 font-semibold">{node.id}</th>
              <td className="py-1 text-right tabular-nums">{formatNumber(locale, node.keys)} · {formatShare(locale, node.share)}</td>
              <td className="py-1 text-right tabular-nums">{formatNumber(locale, node.asked)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
