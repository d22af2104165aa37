/** The simulator and the family of machines under load, in one piece: what both need is fetched once. */

import { trafficView } from '@/components/families/traffic-view.tsx'
import { keepFamily } from '@/components/families/registry.ts'

keepFamily('traffic', trafficView)

export { Simulator, openSimulator } from './simulator.tsx'
