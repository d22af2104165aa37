/**
 * What: `npm run conformance:record -- [nginx] [haproxy] [--out FOLDER]`. Starts real servers and writes new recordings.
 */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { FORMAT_NAME, FORMAT_VERSION } from '../format.ts'
import { recordHaproxy } from './haproxy.ts'
import { recordNginx } from './nginx.ts'

const systems = {
  nginx: { record: recordNginx, binary: process.env.NGINX ?? '/usr/sbin/nginx', versionFlag: '-v', pattern: /nginx\/(\S+)/ },
  haproxy: { record: recordHaproxy, binary: process.env.HAPROXY ?? '/usr/sbin/haproxy', versionFlag: '-v', pattern: /version (\S+)/ },
}

const words = process.argv.slice(2)
const outAt = words.indexOf('--out')
const out = resolve(process.env.INIT_CWD ?? '.', outAt >= 0 ? (words[outAt + 1] ?? '.') : '.cache/conformance')
const named = words.filter((word, i) => word !== '--out' && !(outAt >= 0 && i === outAt + 1))
const wanted = named.length > 0 ? named : Object.keys(systems)

for (const name of wanted) {
  const system = systems[name as keyof typeof systems] as (typeof systems)[keyof typeof systems] | undefined
  if (system === undefined) throw new Error(`"${name}" cannot be recorded. There are: ${Object.keys(systems).join(', ')}.`)
  const said = spawnSync(system.binary, [system.versionFlag], { encoding: 'utf8' })
  if (said.error !== undefined) throw new Error(`${system.binary} is not here. Install ${name}, or name its place in the environment.`)
  const version = system.pattern.exec(`${said.stdout}${said.stderr}`)?.[1] ?? 'unknown'
  const home = mkdtempSync(join(tmpdir(), 'conformance-record-'))
  try {
    for (const { file, trace } of await system.record(home)) {
      const path = join(out, file)
      mkdirSync(dirname(path), { recursive: true })
      const envelope = { format: `${FORMAT_NAME}/${FORMAT_VERSION}`, system: { name, version }, ...trace, recordedAt: new Date().toISOString() }
      writeFileSync(path, `${JSON.stringify(envelope, null, 1)}\n`)
      process.stdout.write(`wrote ${path}\n`)
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
