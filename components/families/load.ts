/** Fetches the code of a family, once. */

import { hasFamily, keepFamily, type FamilyName } from './registry.ts'

export async function loadFamily(name: FamilyName): Promise<void> {
  if (hasFamily(name)) return
  if (name === 'placement') keepFamily(name, (await import('./placement-view.tsx')).placementView)
  else keepFamily(name, (await import('./traffic-view.tsx')).trafficView)
}
