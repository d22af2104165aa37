/** Labels are kept by the shape of a path: `servers.s3.speed` is `servers.*.speed`. */
export function labelKey(path: string): string {
  return path.replace(/^servers\.[^.]+\./, 'servers.*.')
}

export function serverOf(path: string): string {
  return path.startsWith('servers.') ? (path.split('.')[1] ?? '') : ''
}
