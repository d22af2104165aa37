// npm run dev: pages change as files are saved. No policy is sent here: the development build evaluates strings.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { generateCodeView } from './code-view.mjs'
import { installDependencies, requireNode, root } from './shared.mjs'

requireNode()
installDependencies()
await generateCodeView()
const next = spawn(process.execPath, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'dev', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
})
next.on('exit', (code) => process.exit(code ?? 0))
