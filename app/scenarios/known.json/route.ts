import { openShelf } from '@/lib/content/shelf.ts'

/** The ids of all scenarios: a page looks here before it asks for one that a link names, so that a bad link is no failed request. */
export const dynamic = 'force-static'

export function GET(): Response {
  return Response.json(openShelf().scenarioIds)
}
