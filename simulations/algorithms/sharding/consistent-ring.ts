/**
 * What: the hash ring: every node has many points on a circle, and a key belongs to the first point at or after its hash.
 * Why: a node that joins takes a little from everybody, about 1/(n + 1) of all keys, and one that leaves gives its keys to
 * many others. The price is evenness: arcs are of chance, and only many points a node (virtual nodes) even them out.
 *
 * Picture:   ─a1──b1───key──▶ c1────a2──      'key' lies on c.   c leaves: 'key' goes on to a2.   Nobody else's key moves.
 *            10 nodes with 1 point each: the fullest has 2.9 times the mean; with 160: about 1.1 times
 *
 * Invariants:
 *   I1 point i of a node is the hash of its name and i: the order of the list does not matter, nor when somebody joined.
 *   I2 a change moves only keys that come from, or go to, the node that changed.
 *   I3 shares vary by sqrt((n - 1) / (n · points + 1)) around the mean (relative standard deviation).
 *
 * Source: Karger et al., "Consistent hashing and random trees" (STOC 1997); virtual nodes: Dabek et al. (Chord/CFS, SOSP 2001),
 * Dynamo (SOSP 2007), section 4.2. I3 is the standard deviation of gaps between evenly drawn points (Dirichlet distribution).
 * Simplifications: points lie on 2^32 places; Chord has 2^160.
 * Complexity: a key costs one hash and about one place read; a change O(points).
 */

import { murmur3 } from '../../structures/murmur3.ts'
import { createRingScheme } from './ring-scheme.ts'

export const consistentRing = createRingScheme({
  name: 'consistent-ring',
  hasWeights: true,
  dependsOnAll: false,
  tie: 'name',
  countPoints: (node, _nodes, options) => node.weight * options.virtualNodes,
  pointsOf(node, _nodes, options) {
    const points = new Uint32Array(node.weight * options.virtualNodes)
    // I1: the number of the point is the seed, so that a higher weight adds points and moves none.
    for (let i = 0; i < points.length; i++) points[i] = murmur3(node.name, i + 1)
    return points
  },
  hash: (key) => murmur3(key),
})
