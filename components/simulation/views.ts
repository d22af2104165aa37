/** What the sheet of a simulator can show. */
export const VIEWS = ['stage', 'compare', 'code', 'table'] as const
export type View = (typeof VIEWS)[number]
