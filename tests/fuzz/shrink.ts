/**
 * What: makes a failing document smaller while it still fails: fewer commands, fewer servers, a shorter run, plainer entries.
 * Why: forty lines that break a law are a riddle; four are an explanation.
 *
 * How: greedy. Try each way to make it smaller; keep the first that still fails; begin again. Every way makes it strictly
 * smaller, so it ends; `patience` bounds the runs.
 */

import type { Document, Json } from './generate.ts'

export function shrink(document: Document, fails: (smaller: Document) => boolean, patience = 1_500): Document {
  let smallest = document
  let runs = 0
  for (;;) {
    const better = smaller(smallest).find((candidate) => runs++ < patience && fails(candidate))
    if (better === undefined) return smallest
    smallest = better
  }
}

/** Every document that is one step smaller, the largest steps first. */
function smaller(document: Document): Document[] {
  return [...shorter(document), ...fewerCommands(document), ...fewerServers(document), ...plainer(document)]
}

const group = (value: Json | undefined): Document => value as Document

function fewerCommands(document: Document): Document[] {
  const script = document['script'] as Json[]
  const half = script.length > 3 ? [script.slice(0, script.length >> 1), script.slice(script.length >> 1)] : []
  return [...half, ...script.map((_, i) => script.filter((_entry, at) => at !== i))].map((left) => ({ ...document, script: left }))
}

function fewerServers(document: Document): Document[] {
  const servers = group(document['servers'])
  const names = Object.keys(servers)
  return names.length === 1 ? [] : names.map((name) => ({
    ...document,
    servers: Object.fromEntries(Object.entries(servers).filter(([other]) => other !== name)),
    script: (document['script'] as Document[]).filter((entry) => group(entry['do'])['server'] !== name),
  }))
}

function shorter(document: Document): Document[] {
  const ms = Number.parseInt(String(document['duration']), 10)
  return [0.5, 0.8].map((factor) => Math.round(ms * factor)).filter((short) => short >= 100 && short < ms).map((short) => ({ ...document, duration: `${short} ms` }))
}

/** Leaves out an entry that has a default, or replaces one by something plain. */
function plainer(document: Document): Document[] {
  const found: Document[] = []
  const without = (path: readonly string[], key: string): void => {
    const copy = structuredClone(document)
    const at = path.reduce((place: Document, step) => group(place[step]), copy)
    if (!(key in at)) return
    delete at[key]
    found.push(copy)
  }
  const replace = (path: readonly string[], key: string, value: Json): void => {
    const copy = structuredClone(document)
    const at = path.reduce((place: Document | undefined, step) => (place === undefined ? undefined : group(place[step])), copy as Document | undefined)
    if (at === undefined || !(key in at) || JSON.stringify(at[key]) === JSON.stringify(value)) return
    at[key] = value
    found.push(copy)
  }
  for (const key of Object.keys(group(document['balancer']))) if (key !== 'policy') without(['balancer'], key)
  for (const key of ['count', 'keys', 'timeout']) without(['clients'], key)
  if ('database' in document) {
    const copy = structuredClone(document)
    delete copy['database']
    for (const one of Object.values(group(group(copy['clients'])['requests']))) delete group(one)['query']
    found.push(copy)
    for (const key of Object.keys(group(document['database']))) without(['database'], key)
  }
  if ('limiter' in document) {
    const copy = structuredClone(document)
    delete copy['limiter']
    for (const key of ['tenants', 'retry']) delete group(copy['clients'])[key]
    copy['script'] = (copy['script'] as Document[]).filter((entry) => !/store|limit/.test(String(group(entry['do'])['kind'])))
    found.push(copy)
    for (const key of Object.keys(group(document['limiter']))) if (key !== 'algorithm') without(['limiter'], key)
    for (const key of ['tenants', 'retry']) without(['clients'], key)
  }
  if ('shards' in document) {
    const copy = structuredClone(document)
    delete copy['shards']
    for (const one of Object.values(group(group(copy['clients'])['requests']))) delete group(one)['by']
    copy['script'] = (copy['script'] as Document[]).filter((entry) => group(entry['do'])['kind'] !== 'move-slots')
    found.push(copy)
    for (const key of Object.keys(group(document['shards']))) without(['shards'], key)
  }
  for (const name of Object.keys(group(group(document['clients'])['requests']))) for (const key of ['writes', 'by']) without(['clients', 'requests', name], key)
  for (const name of Object.keys(group(document['servers']))) for (const key of Object.keys(group(group(document['servers'])[name]))) without(['servers', name], key)
  if (Object.keys(group(group(document['clients'])['requests'])).length > 1) without(['clients', 'requests'], 'heavy')
  without(['clients', 'load', 'open'].slice(0, 'open' in group(group(document['clients'])['load']) ? 3 : 2), 'bursts')
  replace(['links'], 'clients', '0 ms')
  replace(['links'], 'servers', '0 ms')
  replace(['clients', 'requests', 'light'], 'work', '10 ms')
  replace(['clients', 'requests', 'light'], 'share', 1)
  return found
}
