/**
 * What each file of simulations/ leaves out, in Korean, for the page "How real is this?". `of` is the paragraph "Simplifications:" of the
 * file's header, word by word, as it was translated: when the header changes, tests/simplifications.test.ts asks for new Korean.
 */
export const simplificationsKo: Readonly<Record<string, { readonly of: string; readonly ko: string }>> = {
  'algorithms/balancing/active-health.ts': {
    of: 'a probe is over at once; no `inter`/`fastinter`/`downinter` here, the component that probes has the clock.',
    ko: '상태 확인은 보내자마자 끝난다. `inter`, `fastinter`, `downinter`는 여기에 없다. 확인을 보내는 컴포넌트가 시계를 갖고 있다.',
  },
  'algorithms/balancing/balancer.ts': {
    of: 'requests that find everybody full wait in the component, in one line; HAProxy has a line for each server too.',
    ko: '모든 서버가 가득 찼을 때 요청은 컴포넌트의 한 줄에서 기다린다. HAProxy에는 서버마다 줄이 따로 있다.',
  },
  'algorithms/balancing/consistent-hash.ts': {
    of: 'one address a server name. nginx refuses `backup` servers here; this falls back to them when it takes turns.',
    ko: '서버 이름 하나에 주소도 하나다. nginx는 여기서 `backup` 서버를 허용하지 않는다. 이 코드는 차례로 고를 때 예비 서버로 넘어간다.',
  },
  'algorithms/balancing/haproxy-consistent-hash.ts': {
    of: 'a full server\'s requests wait in the common line; HAProxy lets them wait for that server.',
    ko: '가득 찬 서버로 갈 요청은 공용 줄에서 기다린다. HAProxy는 그 서버의 줄에서 기다리게 한다.',
  },
  'algorithms/balancing/haproxy-first.ts': {
    of: 'a retry avoids every server that failed the request. The order is the list\'s; HAProxy\'s is by server id.',
    ko: '재시도는 이 요청에 실패한 서버를 모두 피한다. 순서는 목록 순서다. HAProxy는 서버 id 순서다.',
  },
  'algorithms/balancing/haproxy-groups.ts': {
    of: 'counted anew at each change, where HAProxy adds and subtracts; the result is the same.',
    ko: '바뀔 때마다 처음부터 다시 센다. HAProxy는 더하고 빼는데, 결과는 같다.',
  },
  'algorithms/balancing/haproxy-hash.ts': {
    of: 'HAProxy sends a request that failed to the same row again, until a health check takes the server out; here it goes on to the next row. A full server\'s requests wait in the common line; HAProxy lets them wait for that server.',
    ko: 'HAProxy는 상태 확인이 서버를 제외할 때까지 실패한 요청을 같은 칸으로 다시 보낸다. 여기서는 다음 칸으로 넘어간다. 가득 찬 서버로 갈 요청은 공용 줄에서 기다린다. HAProxy는 그 서버의 줄에서 기다리게 한다.',
  },
  'algorithms/balancing/haproxy-least-connections.ts': {
    of: 'a retry avoids every server that failed the request. Ordered lists stand in for HAProxy\'s trees.',
    ko: '재시도는 이 요청에 실패한 서버를 모두 피한다. HAProxy의 트리 대신 정렬된 목록을 쓴다.',
  },
  'algorithms/balancing/haproxy-random.ts': {
    of: 'a retry avoids every server that failed the request.',
    ko: '재시도는 이 요청에 실패한 서버를 모두 피한다.',
  },
  'algorithms/balancing/haproxy-static-round-robin.ts': {
    of: 'a weight set at run time counts only as zero or not zero; HAProxy refuses any other. A retry avoids every server that failed the request.',
    ko: '실행 중에 정한 가중치는 0인지 아닌지만 본다. HAProxy는 그 밖의 값을 거부한다. 재시도는 이 요청에 실패한 서버를 모두 피한다.',
  },
  'algorithms/balancing/haproxy-weighted-round-robin.ts': {
    of: 'a retry avoids every server that failed the request (HAProxy: only the last one, and as a last resort it takes that one again). Ordered lists stand in for its trees.',
    ko: '재시도는 이 요청에 실패한 서버를 모두 피한다(HAProxy는 직전 서버만 피하고, 남은 서버가 없으면 그 서버를 다시 쓴다). HAProxy의 트리 대신 정렬된 목록을 쓴다.',
  },
  'algorithms/balancing/hash-by-client.ts': {
    of: 'IPv4 only. nginx refuses `backup` servers here; this falls back to them when it takes turns.',
    ko: 'IPv4만 다룬다. nginx는 여기서 `backup` 서버를 허용하지 않는다. 이 코드는 차례로 고를 때 예비 서버로 넘어간다.',
  },
  'algorithms/balancing/hash-by-key.ts': {
    of: 'nginx refuses `backup` servers here; this falls back to them when it takes turns.',
    ko: 'nginx는 여기서 `backup` 서버를 허용하지 않는다. 이 코드는 차례로 고를 때 예비 서버로 넘어간다.',
  },
  'algorithms/balancing/least-connections.ts': {
    of: 'one worker process; each real worker counts only its own connections unless a `zone` is shared.',
    ko: '워커 프로세스가 하나다. 실제 nginx에서는 `zone`을 공유하지 않으면 워커마다 자기 연결만 센다.',
  },
  'algorithms/balancing/least-response-time.ts': {
    of: 'weights are not read (0 still means "takes nothing"). Memory is rounded to whole µs after each answer. Failed requests are not observed. Passive health is nginx\'s.',
    ko: '가중치를 읽지 않는다(0은 여기서도 "받지 않음"이다). 기억한 시간은 응답마다 µs 단위로 반올림한다. 실패한 요청은 보지 않는다. 수동 상태 확인은 nginx 방식이다.',
  },
  'algorithms/balancing/passive-health.ts': {
    of: 'one worker process, so the counters are not split between workers (as without `zone` in nginx).',
    ko: '워커 프로세스가 하나라 카운터가 워커별로 나뉘지 않는다(nginx에서 `zone`이 없을 때와 같다).',
  },
  'algorithms/balancing/pool.ts': {
    of: 'no `minconn`, no `fullconn`, no queue of a single server.',
    ko: '`minconn`과 `fullconn`이 없고, 서버 하나만의 대기열도 없다.',
  },
  'algorithms/balancing/power-of-two-choices.ts': {
    of: 'the 20 vain draws are allowed anew on a retry; nginx counts them over the whole request.',
    ko: '재시도하면 헛뽑기 20번을 새로 허용한다. nginx는 요청 전체에서 센다.',
  },
  'algorithms/balancing/random.ts': {
    of: 'the 20 vain draws are allowed anew on a retry; nginx counts them over the whole request.',
    ko: '재시도하면 헛뽑기 20번을 새로 허용한다. nginx는 요청 전체에서 센다.',
  },
  'algorithms/balancing/round-robin.ts': {
    of: 'weights are not read (0 still means "takes nothing"). Passive health is nginx\'s.',
    ko: '가중치를 읽지 않는다(0은 여기서도 "받지 않음"이다). 수동 상태 확인은 nginx 방식이다.',
  },
  'algorithms/balancing/slow-start.ts': {
    of: 'only HAProxy\'s dynamic policies read the scaled weight; the others send full traffic at once, as nginx does.',
    ko: '줄인 가중치는 HAProxy의 동적 정책만 읽는다. 나머지는 nginx처럼 바로 전체 트래픽을 보낸다.',
  },
  'algorithms/balancing/smooth-weighted-round-robin.ts': {
    of: 'one worker process. A weight changed at run time takes effect at once; nginx would reload and start anew.',
    ko: '워커 프로세스가 하나다. 실행 중에 바꾼 가중치는 바로 반영된다. nginx라면 설정을 다시 읽고 처음부터 시작한다.',
  },
  'algorithms/balancing/sticky-round-robin.ts': {
    of: 'the request names the server; writing the cookie is the component\'s work. A client of a full server waits for any server, as with `option redispatch`; HAProxy lets it wait for its own first.',
    ko: '어느 서버인지는 요청이 말한다. 쿠키를 쓰는 일은 컴포넌트가 한다. 가득 찬 서버의 클라이언트는 `option redispatch`처럼 아무 서버나 기다린다. HAProxy는 먼저 자기 서버를 기다리게 한다.',
  },
  'components/traffic/client-retries.ts': {
    of: 'only a 429 is tried again. A client whose patience ended does not come back. Without a Retry-After, whoever obeys it waits as in a backoff.',
    ko: '429만 다시 시도한다. 기다리다 포기한 클라이언트는 돌아오지 않는다. Retry-After가 없으면, 그것을 따르는 클라이언트는 백오프처럼 기다린다.',
  },
  'components/traffic/coalescing.ts': {
    of: 'a try that was shared goes on, also when every client has gone.',
    ko: '함께 쓰던 시도는 클라이언트가 모두 떠나도 계속된다.',
  },
  'components/traffic/database.ts': {
    of: 'what crowds is linear in the number of queries and nothing else: no locks on rows, no disk, no cache. A query of a server that died runs to its end. The links between servers and database lose nothing.',
    ko: '붐비는 정도는 쿼리 수에 비례하고 다른 것은 없다. 행 락도, 디스크도, 캐시도 없다. 죽은 서버의 쿼리는 끝까지 실행된다. 서버와 데이터베이스 사이의 링크는 아무것도 잃지 않는다.',
  },
  'components/traffic/health-checks.ts': {
    of: 'a probe is answered by a living process at once, however busy its workers are.',
    ko: '프로세스가 살아 있으면 워커가 아무리 바빠도 상태 확인에 바로 답한다.',
  },
  'components/traffic/limiter-node.ts': {
    of: 'a node takes no time and never fills up. A place in the line of a client that is gone stays taken, as in nginx.',
    ko: '노드는 시간을 쓰지 않고 가득 차지도 않는다. 떠난 클라이언트의 줄 자리는 nginx처럼 그대로 남는다.',
  },
  'components/traffic/limiter-rule.ts': {
    of: 'nginx knows whole requests a second or a minute; a part is rounded down to whole ones a minute.',
    ko: 'nginx는 초당 또는 분당 정수 개만 안다. 나머지는 분당 정수로 내림한다.',
  },
  'components/traffic/limiter-store.ts': {
    of: 'no persistence and no replica, so a store that starts again is empty. The scripts\' clock is the store\'s own.',
    ko: '영속화도 복제본도 없다. 다시 시작한 저장소는 비어 있다. 스크립트의 시계는 저장소의 시계다.',
  },
  'components/traffic/limiter-sync.ts': {
    of: 'one message carries all keys of a node. The store works on it for the time of one command, with no queue.',
    ko: '메시지 하나가 노드의 모든 키를 나른다. 저장소는 명령 하나만큼의 시간에 처리하고, 대기열은 없다.',
  },
  'components/traffic/proxy.ts': {
    of: 'one message each way, no keep-alive pool; the balancer itself takes no time and never fills up.',
    ko: '메시지는 방향마다 하나이고 keep-alive 풀은 없다. 로드 밸런서 자체는 시간을 쓰지 않고 가득 차지도 않는다.',
  },
  'components/traffic/replication.ts': {
    of: 'a change waits in the copy\'s queue however full it is. Who is the primary is known to all at once. A copy that comes back gets all records in one message; there is no partial resynchronisation.',
    ko: '변경은 복제본의 대기열이 얼마나 찼든 거기서 기다린다. 누가 프라이머리인지는 모두가 바로 안다. 돌아온 복제본은 모든 레코드를 메시지 하나로 받는다. 부분 재동기화는 없다.',
  },
  'components/traffic/scatter.ts': {
    of: 'a shard without the record looks as long as the one that has it. A part is not tried again, and does not wait for room at the balancer. Where a write is asked of all, the check and the write are one step.',
    ko: '레코드가 없는 샤드도 있는 샤드만큼 오래 찾는다. 한 조각은 다시 시도하지 않고, 로드 밸런서에서 자리를 기다리지도 않는다. 모두에게 쓰기를 묻는 경우 확인과 쓰기는 한 단계다.',
  },
  'components/traffic/servers.ts': {
    of: 'a machine that slows down does so for work that starts afterwards. A request asks once, after its own work; the worker needs no time to turn rows into an answer.',
    ko: '느려진 서버는 그 뒤에 시작한 일부터 느리다. 요청은 자기 일을 마친 뒤 한 번만 묻는다. 워커가 결과 행을 응답으로 바꾸는 데는 시간이 들지 않는다.',
  },
  'components/traffic/shards.ts': {
    of: 'a name of a record is its kind and its number. A server that joins later holds nothing.',
    ko: '레코드의 이름은 종류와 번호다. 나중에 들어온 서버는 아무것도 갖고 있지 않다.',
  },
  'components/traffic/station.ts': {
    of: 'workers do not slow each other down, work is not preempted, nothing else runs on the machine.',
    ko: '워커끼리 서로 느리게 하지 않고, 하던 일을 뺏기지 않으며, 서버에서 다른 것은 돌지 않는다.',
  },
  'kernel/distributions.ts': {
    of: 'an exponential draw has 24 random bits within its layer: a mean of 1 s is resolved to about 0.5 µs.',
    ko: '지수 분포에서 뽑는 값은 한 층 안에서 무작위 비트 24개를 쓴다. 평균 1초를 약 0.5 µs 단위로 나눈다.',
  },
  'kernel/event-queue.ts': {
    of: 'bucket width follows the mean gap between events scheduled before; a sudden change of density costs time, not order.',
    ko: '버킷 폭은 그때까지 예약된 이벤트 간격의 평균을 따른다. 밀도가 갑자기 바뀌면 순서가 아니라 시간을 손해 본다.',
  },
  'kernel/math.ts': {
    of: '`pow` is exp(y log x): right to about 1e-15 times the size of y log x, and for x > 0 only.',
    ko: '`pow`는 exp(y log x)다. y log x 크기의 약 1e-15배까지 정확하고 x > 0일 때만 쓴다.',
  },
  'kernel/network.ts': {
    of: 'no bandwidth and no packets; a message is one unit, however large.',
    ko: '대역폭도 패킷도 없다. 메시지는 아무리 커도 하나의 단위다.',
  },
  'kernel/process.ts': {
    of: 'a process cannot be copied, so nothing rewinds it; the trace is rewound instead.',
    ko: '프로세스는 복사할 수 없으므로 되감지 않는다. 대신 트레이스를 되감는다.',
  },
  'kernel/random.ts': {
    of: '128 bits of state and a period of about 2^127 on average; not for secrets.',
    ko: '상태는 128비트, 주기는 평균 약 2^127이다. 비밀값에는 쓰지 않는다.',
  },
}
