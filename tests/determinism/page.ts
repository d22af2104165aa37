/** What runs in a browser: on the page and, the same file, in a worker. It answers with the hashes. */
import { hashAll } from './cases.ts'

const scope = globalThis as unknown as { hashes?: Record<string, string>; document?: unknown; postMessage(message: unknown): void }
if (scope.document === undefined) scope.postMessage(hashAll())
else scope.hashes = hashAll()
