/**
 * What: `npm run conformance [-- FILE_OR_FOLDER...]`. Without paths, the recordings of this repository are replayed.
 * Exit code: 0 all agree, 1 something differs, 2 a file was refused.
 */

import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeReport, exitCodeOf, replayPaths } from './replay.ts'

const words = process.argv.slice(2)
const isVerbose = words.includes('--verbose')
// npm changes into the root of the package; paths are meant from where the person stands.
const paths = words.filter((word) => word !== '--verbose').map((word) => resolve(process.env.INIT_CWD ?? '.', word))
const report = replayPaths(paths.length > 0 ? paths : [join(dirname(fileURLToPath(import.meta.url)), 'traces')])
process.stdout.write(`${describeReport(report, isVerbose).join('\n')}\n`)
process.exitCode = exitCodeOf(report)
