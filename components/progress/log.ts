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

/** A log as a file is never larger; a larger file is not even opened. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024

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

/** Everything that was done, in the order of time: what a file has added may be older than what was there. */
export async function readAllProgress(): Promise<readonly ProgressEntry[]> {
  const database = await open()
  if (database === null) return byTime(remembered)
  return new Promise((resolve) => {
    try {
      const request = database.transaction(STORE).objectStore(STORE).getAll()
      request.onsuccess = () => resolve(byTime(request.result as ProgressEntry[]))
      request.onerror = () => resolve(byTime(remembered))
    } catch {
      resolve(byTime(remembered))
    }
  })
}

/**
 * Adds what `choose` picks after seeing all entries, in one transaction: all of it or nothing, and nothing twice. How many were
 * added, or null when the browser refused.
 */
export async function addProgress(choose: (log: readonly ProgressEntry[]) => readonly ProgressEntry[]): Promise<number | null> {
  const database = await open()
  if (database === null) {
    const chosen = choose(remembered)
    remembered.push(...chosen)
    return chosen.length
  }
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(STORE, 'readwrite')
      const store = transaction.objectStore(STORE)
      let added = 0
      const request = store.getAll()
      request.onsuccess = () => {
        for (const entry of choose(request.result as ProgressEntry[])) {
          store.add(entry)
          added++
        }
      }
      transaction.oncomplete = () => resolve(added)
      transaction.onerror = transaction.onabort = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
}

function byTime(entries: readonly ProgressEntry[]): readonly ProgressEntry[] {
  return [...entries].sort((a, b) => a.atMs - b.atMs)
}

/** Everything done in a lesson, in the order of time. */
export async function readProgress(lesson: string): Promise<readonly ProgressEntry[]> {
  const database = await open()
  const own = remembered.filter((entry) => entry.lesson === lesson)
  if (database === null) return byTime(own)
  return new Promise((resolve) => {
    try {
      const request = database.transaction(STORE).objectStore(STORE).index('lesson').getAll(lesson)
      request.onsuccess = () => resolve(byTime(request.result as ProgressEntry[]))
      request.onerror = () => resolve(byTime(own))
    } catch {
      resolve(byTime(own))
    }
  })
}
