// Runs after the export. Gives every page a content security policy that names the hashes of its own inline scripts, in a <meta> tag
// for hosts that only serve files and in out/_csp.json for servers that can send headers.
//
//   node scripts/csp.mjs [out]
//
// Fails when a page could not live under that policy: inline event handlers, style attributes, <style> elements, javascript: links.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { pagePolicy } from './headers.mjs'

const inlineScript = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi
const metaTag = /<meta http-equiv="Content-Security-Policy"[^>]*>/

/** The hashes of the scripts inside a page, in the order in which they stand, each once. */
export function scriptHashes(html) {
  const hashes = new Set()
  for (const [, attributes = '', body = ''] of html.matchAll(inlineScript)) {
    const isData = /\btype="(?!module|text\/javascript)[^"]*"/i.test(attributes)
    if (/\bsrc=/i.test(attributes) || isData || body === '') continue
    hashes.add(`'sha256-${createHash('sha256').update(body).digest('base64')}'`)
  }
  return [...hashes]
}

/** What in this page the policy would refuse to run or to apply; each with the tag it stands in. */
export function refusedMarkup(html) {
  const markup = html.replace(inlineScript, '').replace(/<!--[\s\S]*?-->/g, '')
  const found = []
  for (const [tag] of markup.matchAll(/<[a-z][^\s>/]*(?:\s(?:"[^"]*"|'[^']*'|[^"'>])*)?>/gi)) {
    const attributes = tag.replace(/^<\S+/, '')
    const names = [...attributes.matchAll(/([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)]
    for (const [, name = '', double, single, bare] of names) {
      const value = double ?? single ?? bare ?? ''
      if (/^on/i.test(name)) found.push(`an inline event handler (${name}) in ${shorten(tag)}`)
      if (/^style$/i.test(name)) found.push(`a style attribute in ${shorten(tag)}`)
      if (/^(href|src|action|formaction)$/i.test(name) && /^\s*javascript:/i.test(value)) found.push(`a javascript: address in ${shorten(tag)}`)
    }
    if (/^<style\b/i.test(tag)) found.push('a <style> element')
  }
  return found
}

/** The path under which a page is asked for: `en/sims.html` is `/en/sims`. */
export function routeOf(file) {
  const path = `/${file.split(sep).join('/').replace(/\.html$/, '')}`
  return path.replace(/\/index$/, '') || '/'
}

function shorten(tag) {
  return tag.length > 120 ? `${tag.slice(0, 117)}...` : tag
}

export function applyPolicies(folder) {
  const policies = {}
  const problems = []
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
  for (const file of files) {
    const path = join(folder, file)
    const html = readFileSync(path, 'utf8').replace(metaTag, '')
    problems.push(...refusedMarkup(html).map((problem) => `${file}: ${problem}`))
    const policy = pagePolicy(scriptHashes(html))
    if (!html.includes('<head>')) problems.push(`${file}: no <head> to put the policy in`)
    // First in the head, because a policy in <meta> holds only for what comes after it; but the encoding must stand within the first 1,024 bytes.
    writeFileSync(path, html.replace(/<head>(<meta charset="[^"]*"\/?>)?/i, (start) => `${start}<meta http-equiv="Content-Security-Policy" content="${policy}">`))
    policies[routeOf(file)] = policy
  }
  if (files.length === 0) problems.push(`${folder} holds no page; run next build first`)
  return { policies, problems }
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'out'))
  const { policies, problems } = applyPolicies(folder)
  if (problems.length > 0) {
    console.error(`The content security policy would break these pages:\n  ${problems.join('\n  ')}`)
    process.exit(1)
  }
  writeFileSync(join(folder, '_csp.json'), `${JSON.stringify(policies, null, 2)}\n`)
  console.log(`Content security policy: ${Object.keys(policies).length} pages, every inline script by its hash.`)
}
