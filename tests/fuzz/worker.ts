/** One of the processes of `npm run fuzz`: words are first seed, count and step; it prints its report as JSON. */
import { examine } from './examine.ts'
import type { Document } from './generate.ts'
import { runSeeds } from './run-seeds.ts'

const words = process.argv.slice(2)
if (words[0] === '--documents') {
  const documents = JSON.parse(words[1]!) as Document[]
  process.stdout.write(JSON.stringify(documents.map((document) => examine(document, true).problems)))
} else {
  const [first, count, step] = words.map(Number)
  process.stdout.write(JSON.stringify(runSeeds(first!, count!, step!)))
}
