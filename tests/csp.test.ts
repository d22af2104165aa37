import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPolicies, refusedMarkup, routeOf, scriptHashes } from '@/scripts/csp.mjs'
import { assetPolicy, hostFiles, pagePolicy } from '@/scripts/headers.mjs'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('hashes', () => {
  it('are those of the inline scripts, each once, and of nothing else', () => {
    const html = `<script src="/a.js"></script><script>one</script><script id="x">two\n</script><script>one</script><script type="application/json">{}</script><script></script>`
    expect(scriptHashes(html)).toEqual([hash('one'), hash('two\n')])
  })
})

describe('markup the policy would refuse', () => {
  it.each([
    ['<a onclick="x()">', 'event handler'],
    ['<img alt="a > b" onerror=x()>', 'event handler'],
    ["<svg><path ONLOAD='x'/></svg>", 'event handler'],
    ['<p style="color:red">', 'style attribute'],
    ["<p class='a' style='color:red'>", 'style attribute'],
    ['<style>p{}</style>', '<style> element'],
    ['<a href=" javascript:x()">', 'javascript: address'],
  ])('%s is found', (html, problem) => {
    expect(refusedMarkup(html)).toEqual([expect.stringContaining(problem)])
  })

  it.each(['<p data-style="a" class="on-now" title="onclick=1 style=2">', '<script>var a = "<p style=1>"</script>', '<a href="/en">', '<path stroke-width="2"/>', '<!-- <p style="a"> -->'])(
    '%s is left alone',
    (html) => {
      expect(refusedMarkup(html)).toEqual([])
    },
  )
})

describe('a page', () => {
  it('gets its policy after the encoding and before every script; running twice changes nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'csp'))
    writeFileSync(join(folder, 'en.html'), '<html><head><meta charSet="utf-8"/><script>one</script></head></html>')
    const first = applyPolicies(folder)
    const once = readFileSync(join(folder, 'en.html'), 'utf8')
    applyPolicies(folder)
    expect(readFileSync(join(folder, 'en.html'), 'utf8')).toBe(once)
    expect(once).toMatch(/^<html><head><meta charSet="utf-8"\/><meta http-equiv="Content-Security-Policy"/)
    expect(first).toEqual({ policies: { '/en': pagePolicy([hash('one')]) }, problems: [] })
    rmSync(folder, { recursive: true })
  })

  it('a folder without pages is a problem', () => {
    const folder = mkdtempSync(join(tmpdir(), 'csp'))
    expect(applyPolicies(folder).problems).toHaveLength(1)
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['index.html', '/'],
    ['en.html', '/en'],
    ['en/sims.html', '/en/sims'],
    ['en/index.html', '/en'],
  ])('%s is asked for as %s', (file, route) => {
    expect(routeOf(file)).toBe(route)
  })
})

describe('policies', () => {
  it.each([pagePolicy(["'sha256-x'"]), assetPolicy])('allow nothing unsafe: %s', (policy) => {
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(policy).toContain("default-src 'none'")
  })

  it('host files repeat every protective header', () => {
    for (const [path, text] of hostFiles()) {
      for (const name of ['Cross-Origin-Opener-Policy', 'X-Content-Type-Options', 'Permissions-Policy', 'Strict-Transport-Security']) expect(text, `${path}: ${name}`).toContain(name)
    }
  })
})
