// Builds the site into out/: the export, then the policies and host files that belong to it.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Each step is a program started with this Node, so no shell and no PATH takes part. */
const steps = [
  [join(root, 'scripts', 'code-view.mjs')],
  [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(root, 'scripts', 'check-content.ts')],
  [join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(root, 'scripts', 'fidelity.ts')],
  [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
  [join(root, 'scripts', 'csp.mjs'), 'out'],
  [join(root, 'scripts', 'social-pictures.mjs'), 'out'],
  [join(root, 'scripts', 'service-worker.mjs'), 'out'],
  [join(root, 'scripts', 'headers.mjs')],
]

for (const [program, ...words] of steps) {
  const { status } = spawnSync(process.execPath, [program, ...words], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) process.exit(status ?? 1)
}
