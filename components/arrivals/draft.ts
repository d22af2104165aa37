/**
 * The text somebody is working on, kept in the browser's own database over a reload: it may be larger than what other stores take.
 * Where the browser keeps nothing, the page still works; only a reload begins anew.
 */

const DATABASE = 'slantwise-arrivals'
const STORE = 'draft'
const KEY = 'bench'

export interface Draft {
  readonly text: string
  readonly unit: string
  readonly left: string
  readonly right: string
}

let opening: Promise<IDBDatabase | null> | undefined

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close()
        resolve(request.result)
      }
      request.onerror = request.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
  return opening
}

export async function keepDraft(draft: Draft): Promise<void> {
  const database = await open()
  try {
    database?.transaction(STORE, 'readwrite').objectStore(STORE).put(draft, KEY)
  } catch {
    // The database was closed for a newer version of the site in another tab.
  }
}

export async function readDraft(): Promise<Draft | null> {
  const database = await open()
  if (database === null) return null
  return new Promise((resolve) => {
    try {
      const request = database.transaction(STORE).objectStore(STORE).get(KEY)
      request.onsuccess = () => resolve(isDraft(request.result) ? request.result : null)
      request.onerror = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { text, unit, left, right } = value as Partial<Record<string, unknown>>
  return typeof text === 'string' && typeof unit === 'string' && typeof left === 'string' && typeof right === 'string'
}
