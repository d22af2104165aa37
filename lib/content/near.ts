/** The word that was probably meant: at most two letters away. */
export function closestOf(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let fewest = 3
  for (const name of known) {
    const steps = distance(word.toLowerCase(), name.toLowerCase())
    if (steps < fewest && steps < name.length) {
      best = name
      fewest = steps
    }
  }
  return best
}

/** ", did you mean …?" or what there is. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = closestOf(word, known)
  return `${near === null ? '' : `, did you mean "${near}"?`}${known.length === 0 ? '' : `${near === null ? ';' : ''} There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`}`
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
