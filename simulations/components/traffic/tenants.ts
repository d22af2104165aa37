/**
 * What: which tenant a request is from, and which client of that tenant.
 * Why: a limit for everybody is a common pool that one neighbour can drain; a limit for each tenant is a wall. To see the difference,
 * requests must belong to somebody.
 *
 * Invariants:
 *   I1 the clients of a tenant are its own, in one stretch of numbers, and every client belongs to one tenant.
 *   I2 tenants are drawn from a stream of their own, so that a system without them is what it was.
 */

import { invariant } from '../../kernel/invariant.ts'
import { nextFloat, nextInt, type Rng } from '../../kernel/random.ts'
import type { TenantSpec } from './limiter-config.ts'

export interface TenantMap {
  /** First client of each tenant. */
  readonly first: readonly number[]
  readonly tenants: readonly TenantSpec[]
  readonly totalShare: number
}

export function createTenantMap(tenants: readonly TenantSpec[]): TenantMap {
  let next = 0
  const first = tenants.map(({ clients }) => {
    const at = next
    next += clients
    return at
  })
  return { first, tenants, totalShare: tenants.reduce((sum, { share }) => sum + share, 0) }
}

/** The tenant of a request of the common load. */
export function drawTenant({ tenants, totalShare }: TenantMap, rng: Rng): number {
  invariant(totalShare > 0, 'a common load has a tenant with a share')
  const target = nextFloat(rng) * totalShare
  let sum = 0
  for (let i = 0; i < tenants.length; i++) {
    sum += tenants[i]!.share
    if (target < sum) return i
  }
  return tenants.length - 1
}

export function drawClientOf({ tenants, first }: TenantMap, tenant: number, rng: Rng): number {
  return first[tenant]! + nextInt(rng, tenants[tenant]!.clients)
}

export function tenantOf({ first }: TenantMap, client: number): number {
  let tenant = first.length - 1
  while (first[tenant]! > client) tenant--
  return tenant
}
