/* eslint-disable no-restricted-exports -- the packages export this way */
declare module 'consistent-hash' {
  export default class ConsistentHash {
    constructor(options?: { readonly weight?: number })
    add(node: string): this
    get(key: string): string | null
  }
}

declare module 'hashring' {
  export default class HashRing {
    constructor(servers: string[], algorithm: string, options?: Readonly<Record<string, unknown>>)
    get(key: string): string | undefined
  }
}
