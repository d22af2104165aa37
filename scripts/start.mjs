// npm start: from a fresh copy of the repository to a page in the browser, in one command.
import { join } from 'node:path'
import { buildSite, installDependencies, requireNode, root, siteIsBuilt, stop } from './shared.mjs'

requireNode()
installDependencies()
if (!siteIsBuilt()) {
  console.log('Building the site. This takes about half a minute.')
  if (!buildSite({ quiet: true })) stop('The site could not be built; what went wrong stands above. To try again: npm run build')
}

const { serve } = await import('./serve.mjs')
const port = Number(process.env.PORT ?? 3000)
if (!Number.isInteger(port) || port < 0 || port > 65535) stop(`PORT is "${process.env.PORT}", which is no port number. Try: PORT=3000 npm start`)
try {
  await serve({ folder: join(root, 'out'), port })
  console.log('Press Ctrl C to stop.')
} catch (error) {
  stop(`The server could not start: ${error.message}`)
}
