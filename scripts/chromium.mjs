// Finds a Chromium to test with, or installs one: the system's, Debian's when we may, or else the one Playwright downloads.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { root } from './shared.mjs'

const usual = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A browser of the system, or undefined. */
export function systemChromium() {
  return usual.find((path) => path && existsSync(path))
}

/** Any browser the tests can use: the system's, or the one Playwright keeps for itself. */
export function chromiumPath() {
  const own = createRequire(join(root, 'package.json'))('@playwright/test').chromium.executablePath()
  return systemChromium() ?? (existsSync(own) ? own : undefined)
}

/** Gives '' when a browser stands, or else a sentence that says what to do. */
export function installChromium() {
  const run = (program, ...words) => spawnSync(program, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt-get.')
    if (run('apt-get', 'update', '-qq')) run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  }
  if (!chromiumPath()) {
    console.log('Downloading Chromium for Playwright.')
    run(process.execPath, join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium')
  }
  return chromiumPath() ? '' : 'No Chromium was found and none could be installed. Install one, or name it: CHROMIUM_PATH=/path/to/chrome npm test'
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const problem = chromiumPath() ? '' : installChromium()
  console.log(problem || chromiumPath())
  process.exit(problem ? 1 : 0)
}
