// Makes the font files in app/fonts again from their published packages. The results are committed, so nobody needs this to build.
//
//   mkdir /tmp/fonts && cd /tmp/fonts
//   npm install subset-font @fontsource-variable/special-gothic @fontsource-variable/atkinson-hyperlegible-next \
//     @fontsource-variable/atkinson-hyperlegible-mono pretendard
//   node <repository>/scripts/fonts.mjs /tmp/fonts
//
// docs/fonts.md says why each font is cut the way it is.
import { createRequire } from 'node:module'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const source = process.argv[2]
if (!source) {
  console.error('Say where the font packages are installed: node scripts/fonts.mjs /tmp/fonts')
  process.exit(1)
}
const packages = resolve(source, 'node_modules')
const target = resolve(import.meta.dirname, '..', 'app', 'fonts')
const subsetFont = createRequire(join(packages, 'x.js'))('subset-font')
mkdirSync(target, { recursive: true })

const basicLatin = String.fromCodePoint(...Array.from({ length: 0x7e - 0x20 + 1 }, (_, index) => 0x20 + index))
const punctuation = '\u00a0‘’“”–—…·×÷±≤≥≠≈→←↑↓−°µ%'

/** The 2,350 syllables of KS X 1001: rows B0 to C8 of EUC-KR, 94 cells each. */
function koreanStandardSyllables() {
  const decoder = new TextDecoder('euc-kr', { fatal: true })
  let text = ''
  for (let row = 0xb0; row <= 0xc8; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) text += decoder.decode(Uint8Array.of(row, cell))
  }
  return text
}

const compatibilityJamo = String.fromCodePoint(...Array.from({ length: 0x3163 - 0x3131 + 1 }, (_, index) => 0x3131 + index))
const korean = koreanStandardSyllables() + compatibilityJamo

async function cut(from, to, text, variationAxes) {
  const font = await subsetFont(readFileSync(join(packages, from)), text, { targetFormat: 'woff2', variationAxes })
  writeFileSync(join(target, to), font)
  console.log(`${to}: ${(font.length / 1000).toFixed(1)} kB`)
}

const latin = '@fontsource-variable'
await cut(`${latin}/special-gothic/files/special-gothic-latin-standard-normal.woff2`, 'special-gothic.woff2', basicLatin + punctuation, {
  wght: { min: 400, max: 700 },
  wdth: { min: 75, max: 100 },
})
for (const face of ['next', 'mono']) {
  const name = `atkinson-hyperlegible-${face}`
  copyFileSync(join(packages, `${latin}/${name}/files/${name}-latin-wght-normal.woff2`), join(target, `${name}.woff2`))
  copyFileSync(join(packages, `${latin}/${name}/LICENSE`), join(target, `${name}.OFL.txt`))
}
copyFileSync(join(packages, `${latin}/special-gothic/LICENSE`), join(target, 'special-gothic.OFL.txt'))

const pretendard = 'pretendard/dist/public/variable/PretendardVariable.ttf'
await cut(pretendard, 'pretendard.woff2', korean, { wght: { min: 400, max: 750 } })
await cut(pretendard, 'pretendard-name.woff2', '한국어', { wght: { min: 400, max: 750 } })
copyFileSync(join(packages, 'pretendard/dist/LICENSE.txt'), join(target, 'pretendard.OFL.txt'))
writeFileSync(join(target, 'pretendard.characters.txt'), korean.match(/.{1,94}/gu).join('\n') + '\n')

// Pictures for cards in messages and searches are drawn when the site is built, by a program that reads neither WOFF2 nor variable fonts.
const pictures = resolve(import.meta.dirname, 'social-fonts')
mkdirSync(pictures, { recursive: true })
async function cutForPictures(from, to, text, variationAxes) {
  const font = await subsetFont(readFileSync(join(packages, from)), text, { targetFormat: 'woff', variationAxes })
  writeFileSync(join(pictures, to), font)
  console.log(`${to}: ${(font.length / 1000).toFixed(1)} kB`)
}
await cutForPictures(`${latin}/special-gothic/files/special-gothic-latin-standard-normal.woff2`, 'special-gothic-600.woff', basicLatin + punctuation, { wght: 600, wdth: 84 })
await cutForPictures(pretendard, 'pretendard-700.woff', korean + basicLatin + punctuation, { wght: 700 })
