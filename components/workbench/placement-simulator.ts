/** The simulator and the family of keys on nodes, in one piece: what both need is fetched once. */

import { placementView } from '@/components/families/placement-view.tsx'
import { keepFamily } from '@/components/families/registry.ts'

keepFamily('placement', placementView)

export { Simulator, openSimulator } from './simulator.tsx'
