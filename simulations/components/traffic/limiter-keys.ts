/**
 * What: what each limit of a limiter is for, as the text by which its counts are found.
 * Why: whoever reads a trace looks counts up by the same texts, and needs nothing else of the machines that count.
 */

import type { TrafficConfig } from './config.ts'

/** What one limit is for, as a text. */
export function keyTexts({ limiter, clients }: TrafficConfig): (client: number, tenant: number) => string {
  switch (limiter?.key) {
    case 'client': {
      const texts = Array.from({ length: clients.count }, (_, client) => `client ${client + 1}`)
      return (client) => texts[client]!
    }
    case 'tenant':
      return (_client, tenant) => clients.tenants?.[tenant]?.name ?? 'everybody'
    default:
      return () => 'everybody'
  }
}
