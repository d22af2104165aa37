/** A scenario that a link names and the page does not offer: a lesson's own, or one of another simulator. */

import type { LoadedScenario } from '@/components/simulation/store.ts'

export type LinkedScenario =
  | { readonly kind: 'here'; readonly scenario: LoadedScenario }
  | { readonly kind: 'elsewhere'; readonly path: string }
  | { readonly kind: 'unknown' }

/** Asks the site for a scenario. `pathname` is that of the page; where another simulator shows the scenario, `path` is that one's. */
export async function fetchScenario(id: string, pathname: string): Promise<LinkedScenario> {
  try {
    const known = (await (await fetch('/scenarios/known.json')).json()) as readonly string[]
    if (!known.includes(id)) return { kind: 'unknown' }
    const response = await fetch(`/scenarios/${id}.json`)
    const { simulator, scenario } = (await response.json()) as { readonly simulator: string; readonly scenario: LoadedScenario }
    const path = pathname.replace(/\/sims\/[^/]+/, `/sims/${simulator}`)
    return path === pathname ? { kind: 'here', scenario } : { kind: 'elsewhere', path }
  } catch {
    return { kind: 'unknown' }
  }
}
