import { isDeepStrictEqual } from 'node:util'
import { openShelf } from '@/lib/content/shelf.ts'
import { simulatorOf } from '@/lib/simulator-of.ts'

/** Each scenario by itself, and the simulator whose page shows it: a page asks for one that it does not offer when a link names it. */
export const dynamic = 'force-static'
export const dynamicParams = false

const SUFFIX = '.json'

export function generateStaticParams() {
  return openShelf().scenarioIds.map((id) => {
    const [folder = '', name = ''] = id.split('/')
    return { folder, file: `${name}${SUFFIX}` }
  })
}

export async function GET(_request: Request, { params }: { params: Promise<{ folder: string; file: string }> }): Promise<Response> {
  const { folder, file } = await params
  const scenario = openShelf().scenario(`${folder}/${file.slice(0, -SUFFIX.length)}`)
  if (scenario === null) return new Response(null, { status: 404 })
  // JSON has no Infinity: a scenario that holds one would arrive as another.
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(scenario)), scenario)) throw new Error(`${folder}/${file}: the scenario is not the same after a journey as JSON.`)
  return Response.json({ simulator: simulatorOf(scenario), scenario })
}
