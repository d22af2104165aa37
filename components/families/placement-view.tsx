'use client'

import { placementNarrator } from '@/components/placement/describe.ts'
import { PlacementFigures } from '@/components/placement/placement-figures.tsx'
import { PlacementStage } from '@/components/placement/placement-stage.tsx'
import { placementReader } from '@/components/placement/reader.ts'
import type { FamilyView } from './family-view.ts'

/** Keys on nodes. */
export const placementView: FamilyView = {
  narrator: ({ locale, placement }, run) => (run.family === 'placement' && placement !== undefined ? placementNarrator(locale, placement, run) : null),
  diagram: ({ locale, placement }, run) => (run.family === 'placement' && placement !== undefined ? placementReader(locale, placement, run) : null),
  Stage: PlacementStage,
  Figures: PlacementFigures,
  figureNames: ({ placement }) => (placement === undefined ? [] : [placement.figures.moved, placement.figures.missed, placement.figures.busiest, placement.figures.spread]),
  hasCode: false,
}
