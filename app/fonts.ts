import localFont from 'next/font/local'

// Where these files come from, and what was cut from them: docs/fonts.md.
// Each call must be a constant of this module with literal options: the build reads them without running the file.

const specialGothic = localFont({
  src: './fonts/special-gothic.woff2',
  variable: '--font-special-gothic',
  weight: '400 700',
  display: 'swap',
  declarations: [{ prop: 'font-stretch', value: '75% 100%' }],
})

const atkinsonNext = localFont({
  src: './fonts/atkinson-hyperlegible-next.woff2',
  variable: '--font-atkinson-next',
  weight: '200 800',
  display: 'swap',
})

const atkinsonMono = localFont({
  src: './fonts/atkinson-hyperlegible-mono.woff2',
  variable: '--font-atkinson-mono',
  weight: '200 800',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
})

const pretendard = localFont({
  src: './fonts/pretendard.woff2',
  variable: '--font-pretendard',
  weight: '400 750',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+3130-318F, U+AC00-D7A3' }],
})

// Three syllables, so that the word on the language switch does not pull in the whole Korean font.
const pretendardName = localFont({
  src: './fonts/pretendard-name.woff2',
  variable: '--font-pretendard-name',
  weight: '400 750',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+AD6D, U+C5B4, U+D55C' }],
})

export const fontVariables = [specialGothic, atkinsonNext, atkinsonMono, pretendard, pretendardName].map((font) => font.variable).join(' ')
