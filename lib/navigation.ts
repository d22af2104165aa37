/** The words of the header bar, in order. A new section is one line here and one word in content/dictionaries/site.*.ts. */
export const sections = [
  { key: 'learn', path: '/learn' },
  { key: 'sims', path: '/sims' },
  { key: 'glossary', path: '/glossary' },
  { key: 'about', path: '/about' },
] as const
