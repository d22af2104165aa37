import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, firefox, test, type Page } from '@playwright/test'
import { build } from 'esbuild'

/* The runs of tests/determinism/cases.ts give the committed hashes in browsers too, on the page and in a worker. */

const golden = JSON.parse(readFileSync('tests/determinism/golden.json', 'utf8')) as Record<string, string>
let server: Server
let address = ''

test.beforeAll(async () => {
  const bundle = await build({ entryPoints: ['tests/determinism/page.ts'], bundle: true, format: 'iife', write: false, logLevel: 'error' })
  const script = bundle.outputFiles[0]!.text
  server = createServer((request, response) => {
    const isScript = request.url === '/hashes.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><title>hashes</title>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

test.afterAll(() => {
  server.close()
})

function inWorker(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((done, failed) => {
    const worker = new Worker('/hashes.js')
    worker.onmessage = ({ data }) => done(data)
    worker.onerror = ({ message }) => failed(new Error(message))
  }))
}

async function onPage(page: Page): Promise<unknown> {
  await page.addScriptTag({ url: '/hashes.js' })
  return page.evaluate('hashes')
}

test('a run has the same hash on the page and in a worker as in Node', async ({ page }) => {
  await page.goto(address)
  expect(await onPage(page)).toEqual(golden)
  expect(await inWorker(page)).toEqual(golden)
})

test('and in Firefox', async () => {
  test.skip(!existsSync(firefox.executablePath()), 'not run: there is no Firefox here. Install it with: npx playwright install firefox')
  const browser = await firefox.launch()
  const page = await browser.newPage()
  await page.goto(address)
  expect(await onPage(page)).toEqual(golden)
  expect(await inWorker(page)).toEqual(golden)
  await browser.close()
})
