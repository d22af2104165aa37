/** @type {import('next').NextConfig} */
const config = {
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  images: { unoptimized: true },
  // Two builds of one commit are then the same bytes, so caches and the build stamp can trust contents.
  generateBuildId: () => 'static',
  // Types are a step of their own (`npm run check`): a visitor who only wants to see the site need not wait for them.
  typescript: { ignoreBuildErrors: true },
  // Every root layout lies under a language, so the page for unknown addresses has none of its own.
  experimental: { globalNotFound: true },
  // What authors write is part of a page's module, so that a save shows at once (lib/content/watched.ts).
  turbopack: { rules: { '*.mdx': { type: 'text' }, '*.yaml': { type: 'text' } } },
}

export default config
