/** Remembers what was made of the texts asked for last. While somebody writes, one file changes and everything else is as it was. */
export function remembered<Made>(kept: number, make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>()
  return (text) => {
    const made = known.has(text) ? known.get(text)! : make(text)
    known.delete(text)
    known.set(text, made)
    if (known.size > kept) known.delete(known.keys().next().value!)
    return made
  }
}
