/**
 * The files of lessons as parts of the page's module: a save then shows in the browser at once. Only the names are used; the text is
 * read from the disk.
 */
export const watchedFiles = Object.keys(import.meta.glob(['../../content/lessons/**/*.mdx', '../../content/lessons/**/*.yaml', '../../content/scenarios/**/*.yaml', '../../content/*.yaml']))
