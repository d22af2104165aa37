/**
 * npm run check:content: reads every lesson, its scenarios and the glossary, and tries every claim on many seeds. All problems
 * at once, each with its file, line and advice.
 *
 *   npx tsx scripts/check-content.ts [folder] [--json] [--fresh]      another content folder; JSON lines; try every claim again
 */
import { resolve } from 'node:path'
import { checkClaims, engineHash, fileStore } from '@/lib/content/claims.ts'
import { readAllLessons } from '@/lib/content/lesson.ts'
import { describeProblem, inOrder } from '@/lib/content/problems.ts'

const words = process.argv.slice(2)
const content = resolve(words.find((word) => !word.startsWith('--')) ?? 'content')
const began = performance.now()

const { folders, problems } = await readAllLessons(content)
const claims = folders.flatMap((folder) => folder.claims)
const { problems: untrue, tried } = checkClaims(claims, words.includes('--fresh') ? null : fileStore(), engineHash())

const all = inOrder([...problems, ...untrue])
const errors = all.filter(({ severity }) => severity === 'error').length
if (words.includes('--json')) {
  for (const problem of all) console.log(JSON.stringify(problem))
} else {
  for (const problem of all) console.log(`${describeProblem(problem)}\n`)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`
  console.log(`${count(folders.length, 'lesson')}, ${count(claims.length, 'claim')} (${tried} tried now, the rest unchanged), ${count(errors, 'error')}, ${count(all.length - errors, 'remark')}, ${seconds} s`)
}
process.exit(errors > 0 ? 1 : 0)
