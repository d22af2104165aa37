/**
 * Comma-separated values as RFC 4180 writes them: CRLF, quotes around every field, quotes doubled. A field that a spreadsheet would
 * take for a formula begins with an apostrophe instead.
 */

const FORMULA = /^[=+\-@\t\r]/

export function csvField(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}
