// The one place that says which headers the site sends. Our server, out/_headers, vercel.json and docs/hosting/nginx.conf read it.
//
//   node scripts/headers.mjs            writes out/_headers (when there is an out), vercel.json and docs/hosting/nginx.conf
//   node scripts/headers.mjs --check    fails when a committed file differs from what would be written
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** The policy of a page. `scriptHashes` are those of its own inline scripts; nothing else inline may run. */
export function pagePolicy(scriptHashes) {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...scriptHashes].join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** What only a header can say: a <meta> policy cannot forbid framing. */
export const framePolicy = "frame-ancestors 'none'"

/** A worker loaded from the network obeys the policy of its own response and not that of the page. */
export const assetPolicy = `${pagePolicy([])}; ${framePolicy}`

export const commonHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), clipboard-read=(), display-capture=(), fullscreen=(self), browsing-topics=()',
}

/** Sent only where the host speaks TLS. */
export const transportSecurity = { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }

export const revalidate = 'public, max-age=0, must-revalidate'
export const forever = 'public, max-age=31536000, immutable'

/** Names under these paths carry a hash of their contents. `_next/static/static/` (the build's manifests) does not. */
export const hashedAssets = /^\/_next\/static\/(chunks|media|css)\//

/**
 * Netlify and Cloudflare Pages. Pages carry their policy in <meta>: Cloudflare reads at most 100 rules, and there will be more pages.
 * Where two rules match, both policies hold.
 */
function netlifyHeaders() {
  const block = (path, headers) => `${path}\n${Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`).join('')}`
  const assets = ['chunks', 'media'].map((folder) =>
    block(`/_next/static/${folder}/*`, { 'Content-Security-Policy': assetPolicy, 'Cache-Control': forever }),
  )
  return [block('/*', { ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': framePolicy }), ...assets].join('\n')
}

/** Vercel: pages carry their policy in <meta>; the host adds what a <meta> cannot say. */
function vercelConfig() {
  const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }))
  return `${JSON.stringify(
    {
      $schema: 'https://openapi.vercel.sh/vercel.json',
      buildCommand: 'npm run build',
      outputDirectory: 'out',
      framework: null,
      cleanUrls: true,
      trailingSlash: false,
      headers: [
        { source: '/(.*)', headers: list({ ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': framePolicy }) },
        { source: '/_next/static/(chunks|media)/(.*)', headers: list({ 'Content-Security-Policy': assetPolicy, 'Cache-Control': forever }) },
      ],
    },
    null,
    2,
  )}\n`
}

function nginxConfig() {
  const lines = (headers, indent) => Object.entries(headers).map(([name, value]) => `${indent}add_header ${name} "${value}" always;`).join('\n')
  // nginx drops inherited headers where a block adds its own, so each block repeats them.
  return `# Written by scripts/headers.mjs. Put it inside a server block whose root is the "out" folder.
location /_next/static/ {
${lines({ ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': assetPolicy, 'Cache-Control': revalidate }, '    ')}
}
location ~ ^/_next/static/(chunks|media)/ {
${lines({ ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': assetPolicy, 'Cache-Control': forever }, '    ')}
}
location / {
    try_files $uri $uri.html $uri/index.html =404;
${lines({ ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': framePolicy, 'Cache-Control': revalidate }, '    ')}
}
error_page 404 /404.html;
location = /404.html {
    internal;
${lines({ ...commonHeaders, ...transportSecurity, 'Content-Security-Policy': framePolicy }, '    ')}
}
`
}

/** Files that are committed: path from the repository's root, and what should stand in it. */
export const hostFiles = () => [
  ['vercel.json', vercelConfig()],
  ['docs/hosting/nginx.conf', nginxConfig()],
]

function main() {
  if (process.argv.includes('--check')) {
    const stale = hostFiles().filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    if (stale.length === 0) return
    console.error(`${stale.map(([path]) => path).join(' and ')} no longer say what scripts/headers.mjs says. Run: node scripts/headers.mjs`)
    process.exit(1)
  }
  for (const [path, text] of hostFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  if (existsSync(join(root, 'out'))) writeFileSync(join(root, 'out', '_headers'), netlifyHeaders())
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) main()
