/**
 * What: how text becomes the words of the search index, the same for an entry and for a question.
 * Why: Korean writes particles onto nouns: 서버가, 서버를 and 서버에서 should all find 서버. Words of the index keep their full form and, when
 * they end in a particle, the form without it.
 */

const PARTICLES = [
  '에서는', '에서도', '으로는', '에게서', '이라는', '이라고', '까지는', '부터는', '에서', '에게', '으로', '까지', '부터', '처럼', '보다', '마다', '라는', '라고', '이나', '이란',
  '은', '는', '이', '가', '을', '를', '의', '에', '로', '와', '과', '도', '만', '란',
]
const HANGUL = /\p{Script=Hangul}$/u

/** Runs of letters and digits; a dash or a dot inside stays together and apart: `fail_timeout`, `M/M/1`. */
export function tokenize(text: string): string[] {
  return text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The forms under which a word is kept: lower case, and without its particle when at least two letters remain. */
export function formsOf(word: string): string | string[] {
  const lower = word.toLowerCase()
  if (!HANGUL.test(lower)) return lower
  const particle = PARTICLES.find((one) => lower.endsWith(one) && lower.length - one.length >= 2)
  return particle === undefined ? lower : [lower, lower.slice(0, -particle.length)]
}

/** For a question the shorter form is enough: it is a prefix of all the others. */
export function questionForm(word: string): string {
  const forms = formsOf(word)
  return typeof forms === 'string' ? forms : forms[1]!
}
