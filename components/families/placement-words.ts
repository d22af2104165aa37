/** The words of a simulator of keys on nodes: those that all share, with its own labels of controls beside them. */

import type { placementEn } from '@/content/dictionaries/placement.en.ts'
import type { placementKo } from '@/content/dictionaries/placement.ko.ts'

export type PlacementWords = typeof placementEn | typeof placementKo
