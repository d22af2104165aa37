/** Labels are kept by the shape of a path: `servers.s3.speed` is `servers.*.speed`, and sorts of requests alike. */
export function labelKey(path: string): string {
  return path.replace(/^servers\.[^.]+\./, 'servers.*.').replace(/^clients\.requests\.[^.]+\./, 'clients.requests.*.').replace(/^clients\.tenants\.[^.]+\./, 'clients.tenants.*.').replace(/^nodes\..+\.weight$/, 'nodes.*.weight')
}

/** The server, or the sort of request, that a path is about; '' for any other. */
export function serverOf(path: string): string {
  const keys = path.split('.')
  return (keys[0] === 'servers' || keys[0] === 'nodes' ? keys[1] : keys[1] === 'requests' || keys[1] === 'tenants' ? keys[2] : undefined) ?? ''
}
