/**
 * What: arrivals that a real nginx saw, and what it decided.
 * Why: a limiter of ours beside the real one: that they agree on every request can be looked at.
 *
 * Picture:   '0P 7D102 28R'      at 0 ms passed; at 7 ms delayed, the client had its answer after 102 ms; at 28 ms refused
 *
 * Invariants: I1 the events are those of the recording named, all of them, in order; a test of the recordings compares.
 * Source: nginx 1.22.1 with `limit_req`; the case of the recorded area `ratelimit.nginx.limit_req`.
 * Simplifications: three of its seven cases.
 * Complexity: O(events).
 */

export interface Recording {
  readonly name: 'recorded-nginx' | 'recorded-nodelay' | 'recorded-three-clients'
  /** The case in the recorded area. */
  readonly recordedCase: string
  readonly server: string
  /** A limiter of the books that is worth comparing, and nginx's own settings, in words. */
  readonly left: string
  readonly right: string
  /** Milliseconds, what became of it, milliseconds until the answer when it was delayed, and the client when there are several. */
  readonly events: string
}

export interface RecordedEvent {
  readonly atMs: number
  /** Number in VERDICTS: admitted, delayed, refused. */
  readonly verdict: 0 | 1 | 2
  /** What the client saw of a delay, the way there and back included. */
  readonly observedMs: number
  readonly key: string
}

export const RECORDINGS: readonly Recording[] = [
  {
    name: 'recorded-nginx', recordedCase: 'r10-b5', server: 'nginx 1.22.1', left: 'leaky-bucket-queue 10 per 1 s burst 5', right: 'nginx-limit-req 10 per 1 s burst 5 wait 0',
    events:
      '0P 7D102 24D190 24D312 24D390 27D476 28R 35R 39R 331D281 331D374 343D492 370R 971P 971D112 1500P 1509D105 1526D178 1530D277 1545D369 1552D451 1562R ' +
      '1570R',
  },
  {
    name: 'recorded-nodelay', recordedCase: 'r10-b5-nodelay', server: 'nginx 1.22.1', left: 'token-bucket 10 per 1 s burst 6', right: 'nginx-limit-req 10 per 1 s burst 5 wait nodelay',
    events:
      '0P 9P 20P 25P 27P 28P 30R 34R 39R 299P 322P 351P 359R 900P 904P 1505P 1521P 1521P 1530P 1565P 1565P 1565R 1577R',
  },
  {
    name: 'recorded-three-clients', recordedCase: 'poisson-r20-b3-nodelay-3users', server: 'nginx 1.22.1', left: 'generic-cell-rate 20 per 1 s burst 4', right: 'nginx-limit-req 20 per 1 s burst 3 wait nodelay',
    events:
      '0Pu0 44Pu1 44Pu1 44Pu2 44Pu1 44Pu2 44Pu1 57Ru1 83Pu0 100Pu1 112Pu2 112Ru1 137Pu0 137Ru1 150Pu1 165Ru1 173Pu0 205Pu1 205Pu0 205Pu0 205Ru1 254Pu1 255Pu2 ' +
      '255Pu0 256Pu2 256Pu2 256Pu0 282Ru1 287Pu0 288Ru0 292Ru1 303Ru0 310Pu2 368Pu2 369Pu1 369Pu0 369Pu1 369Ru1 421Pu0 432Pu1 448Pu1 453Ru1 470Ru1 484Pu2 ' +
      '486Pu0 497Pu2 505Pu0 525Pu1 552Pu0 566Pu2 571Pu1 577Ru0 595Pu1 606Pu0 607Ru0 611Ru1 626Ru0 633Ru0 637Pu0 675Pu1 684Ru1 698Pu0 718Pu1 723Pu2 736Ru0 ' +
      '752Pu0 757Pu2 766Pu2 767Pu2 771Pu1 772Ru1 789Ru1 789Ru1 789Pu0 812Pu2 818Ru0 819Ru2 837Pu0 853Ru0 875Pu2 894Pu1 899Pu2 904Pu0 908Pu1 957Pu0 980Ru0 ' +
      '1017Pu1 1020Pu1 1053Pu1 1056Pu2 1064Pu0 1073Pu2 1080Pu1 1081Pu0 1085Ru1 1087Ru1 1096Pu0 1102Pu2 1118Pu2 1119Ru2 1119Pu1 1122Ru2 1122Ru2 1124Pu2 ' +
      '1129Ru1 1129Ru0 1136Ru1 1145Pu0 1152Pu1 1152Ru1 1158Ru0 1170Ru2 1189Pu2 1189Pu0 1195Pu1 1207Ru1 1214Ru1 1225Pu2 1232Ru1 1238Pu0 1241Ru2 1250Pu1 ' +
      '1252Ru1 1256Ru2 1259Ru0 1272Ru2 1275Ru1 1292Pu2 1307Ru2 1321Pu0 1325Pu2 1350Ru2 1363Pu0 1364Ru0 1366Pu1 1369Pu1 1379Ru0 1392Ru1 1405Pu2 1413Pu1 ' +
      '1423Pu2 1427Ru2 1428Ru2 1428Pu0 1429Ru2 1462Pu1 1505Pu1 1553Pu2 1563Pu0 1587Pu0 1597Pu2 1600Pu0 1603Pu1 1617Pu2 1624Pu1 1634Ru1 1650Pu2 1655Pu1 ' +
      '1664Ru1 1665Pu0 1674Pu2 1679Pu0 1721Pu0 1721Ru0 1721Ru0 1721Ru0 1722Ru2 1726Ru0 1750Pu0 1759Ru0 1772Pu2 1772Ru0 1779Pu1 1779Pu2 1784Ru0 1799Ru2 ' +
      '1799Ru2 1806Pu1 1833Pu1 1853Pu2 1903Pu1 1903Pu2 1903Pu0 1903Ru2 1911Ru2 1913Ru2 1924Pu1 1936Pu0 1948Pu2 1956Pu1 1958Ru2 1958Pu0 1999Pu0 2000Pu1 ' +
      '2000Pu0 2000Ru1 2000Ru0 2015Pu2 2015Ru0 2074Pu0 2074Pu1 2074Ru1 2074Ru0 2074Pu2 2074Ru0 2074Pu2 2119Pu0 2119Pu1 2119Ru1 2121Ru0 2121Ru1 2138Pu2 ' +
      '2173Pu0 2174Pu2 2174Pu1 2174Ru2 2174Ru1 2174Ru0 2176Ru0 2181Ru0 2181Ru2 2201Ru2 2222Pu0 2222Pu1 2230Ru0 2232Pu2 2237Ru2 2240Ru1 2246Pu1 2276Ru1 ' +
      '2304Pu0 2308Pu0 2314Pu1 2315Pu2 2322Ru0 2323Ru1 2326Pu2 2342Ru1 2343Ru1 2401Pu1',
  },
]

export function eventsOf({ events }: Recording): readonly RecordedEvent[] {
  return events.split(' ').map((word) => {
    const [, at, letter, observed, key] = /^(\d+)([PDR])(\d*)(.*)$/.exec(word)!
    return { atMs: Number(at), verdict: letter === 'P' ? 0 : letter === 'D' ? 1 : 2, observedMs: Number(observed), key: key! }
  })
}

/** The recording as a text of arrivals. */
export function recordedText(recording: Recording): string {
  return eventsOf(recording).map(({ atMs, key }) => (key === '' ? `${atMs} ms` : `${atMs} ms ${key}`)).join('\n')
}
