// What the lockfile must hold, so that `npm ci` works on every system and installs only what was meant.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Gives a sentence for each fault of a parsed package-lock.json. */
export function lockProblems({ packages }) {
  const problems = []
  const count = Object.keys(packages).length - 1
  if (count < 1) problems.push('The lockfile holds no package.')
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.link) continue
    const name = path.replace(/^.*node_modules\//, '')
    if (!entry.inBundle) {
      if (!/^sha512-/.test(entry.integrity ?? '')) problems.push(`${name}: no sha512 integrity.`)
      const source = entry.resolved ?? 'https://registry.npmjs.org/' // absent: the registry npm is set up with
      if (!source.startsWith('https://registry.npmjs.org/')) problems.push(`${name}: comes from ${source} and not from the npm registry.`)
    }
    // npm drops an optional package it could not fetch, and `npm ci` then fails on the system that needs it.
    for (const optional of Object.keys(entry.optionalDependencies ?? {})) {
      if (!findPackage(packages, path, optional)) problems.push(`${name}: its optional package ${optional} is missing.`)
    }
  }
  return problems
}

/** Node's way up through the node_modules folders. */
function findPackage(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`]) return true
    if (place === '') return false
  }
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'))
  const problems = lockProblems(lock)
  if (problems.length > 0) {
    console.error(`package-lock.json:\n  ${problems.join('\n  ')}`)
    process.exit(1)
  }
  console.log(`${Object.keys(lock.packages).length - 1} packages, all from the registry, all with their hash.`)
}
