/** The words of the header bar, in order. A new section is one line here and one word in content/dictionaries/site.*.ts. */
export const sections = [{ key: 'sims', path: '/sims' }] as const
