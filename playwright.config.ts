import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const systemBrowser = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== undefined && existsSync(path))

const port = Number(process.env.TEST_PORT ?? 3179)

/** Runs against the exported site behind our own server, with every header on. Build first: npm run build. */
export default defineConfig({
  testDir: 'tests',
  testMatch: ['browser/**/*.spec.ts', 'journeys/**/*.spec.ts'],
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0, // A test that passes at the second try has failed.
  workers: 2,
  // A busy machine is slow, not wrong: what has to be quick is measured by `npm run bench`.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(systemBrowser ? { executablePath: systemBrowser } : {}), // otherwise the one Playwright keeps
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: { command: `node scripts/serve.mjs out ${port}`, url: `http://localhost:${port}/en`, reuseExistingServer: false, timeout: 10_000 },
})
