import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{app,components,content,lib,simulations,conformance,tests,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/fixtures/**'],
    // The code view's twins are made from the sources as they are now.
    globalSetup: ['tests/support/generate.ts'],
    // A test that needs the network or a browser is not a unit test.
    testTimeout: 60_000,
  },
})
