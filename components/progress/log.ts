/**
 * What a learner did, as an append-only log in the browser's own database. Nothing is ever changed or removed; what is the case now
 * is read from the entries. A tab that cannot write (private windows, blocked storage) still works: it remembers until it is closed.
 */

/** One thing a learner did. New kinds may be added; an old one keeps its form. */
export type ProgressEntry =
  | { readonly kind: 'predicted'; readonly lesson: string; readonly question: string; readonly value: number | readonly number[] | null; readonly confidence: Confidence | null; readonly atMs: number }
  | { readonly kind: 'broke'; readonly lesson: string; readonly task: string; readonly atMs: number }
  | { readonly kind: 'wrote'; readonly lesson: string; readonly text: string; readonly rate: number | null; readonly atMs: number }

type WithoutTime<Entry> = Entry extends ProgressEntry ? Omit<Entry, 'atMs'> : never
/** An entry before it is written. */
export type Done = WithoutTime<ProgressEntry>

export const CONFIDENCES = ['guessing', 'fairly', 'certain'] as const
export type Confidence = (typeof CONFIDENCES)[number]

const DATABASE = 'slantwise-progress'
const STORE = 'log'
const VERSION = 1

let opening: Promise<IDBDatabase | null> | undefined
const remembered: ProgressEntry[] = []

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(null)
    let request: IDBOpenDBRequest
    try {
      request = indexedDB.open(DATABASE, VERSION)
    } catch {
      return resolve(null)
    }
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { autoIncrement: true })
      store.createIndex('lesson', 'lesson')
    }
    request.onsuccess = () => {
      // A newer version of the site in another tab must be able to upgrade.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    // A newer database than this page knows is left alone.
    request.onerror = () => resolve(null)
    request.onblocked = () => resolve(null)
  })
  return opening
}

/** Appends; true when the browser has it on its disk's way, false when only this tab remembers it. */
export async function appendProgress(done: Done): Promise<boolean> {
  const entry = { ...done, atMs: Date.now() } as ProgressEntry
  remembered.push(entry)
  const database = await open()
  if (database === null) return false
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(STORE, 'readwrite')
      transaction.objectStore(STORE).add(entry)
      transaction.oncomplete = () => resolve(true)
      transaction.onerror = transaction.onabort = () => resolve(false)
    } catch {
      resolve(false)
    }
  })
}

/** Everything done in a lesson, in order. */
export async function readProgress(lesson: string): Promise<readonly ProgressEntry[]> {
  const database = await open()
  const own = remembered.filter((entry) => entry.lesson === lesson)
  if (database === null) return own
  return new Promise((resolve) => {
    try {
      const request = database.transaction(STORE).objectStore(STORE).index('lesson').getAll(lesson)
      request.onsuccess = () => resolve(request.result as ProgressEntry[])
      request.onerror = () => resolve(own)
    } catch {
      resolve(own)
    }
  })
}
