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
  'algorithms/rate-limiting/concurrency-limit.ts': {
    of: 'a holder that dies without closing keeps its place for ever; real ones tie the place to the connection, as nginx does, or let it lapse after a time.',
    ko: '자리를 쥔 쪽이 닫지 않고 죽으면 그 자리는 영영 돌아오지 않는다. 실제로는 nginx처럼 자리를 연결에 묶거나 시간이 지나면 풀어 준다.',
  },
  'algorithms/rate-limiting/decision.ts': {
    of: 'a request asks one limiter. Real gateways ask several (a second, a day, a whole service) and take the strictest.',
    ko: '요청은 제한기 하나에만 묻는다. 실제 게이트웨이는 여러 개(초당, 하루, 서비스 전체)에 묻고 가장 엄격한 답을 따른다.',
  },
  'algorithms/rate-limiting/fixed-window.ts': {
    of: 'refused requests are not counted; the pattern with INCR counts them, which changes no verdict. A clock that jumps back stays in the newest window it has seen, so the key waits until the clock is there again.',
    ko: '거절한 요청은 세지 않는다. INCR을 쓰는 방식은 세지만 판정은 같다. 시계가 뒤로 가면 본 것 중 가장 최근 윈도에 머무르므로, 시계가 그 시각에 다시 닿을 때까지 키가 기다린다.',
  },
  'algorithms/rate-limiting/haproxy-request-rate.ts': {
    of: 'one thread. Entries do not expire, and a table is never full. HAProxy\'s own clock never goes back and passes over leaps of the system\'s; here a clock that goes back stands still. The millisecond counter does not wrap after 49.7 days.',
    ko: '스레드는 하나다. 항목은 만료되지 않고 표는 가득 차지 않는다. HAProxy의 시계는 뒤로 가지 않고 시스템 시계가 뛰어도 그대로 흐른다. 여기서는 뒤로 간 시계가 멈춘다. 밀리초 카운터는 49.7일 뒤에도 한 바퀴 돌지 않는다.',
  },
  'algorithms/rate-limiting/key-table.ts': {
    of: 'the array doubles when it is full and never shrinks; nginx has a fixed zone and throws the oldest key out.',
    ko: '배열은 차면 두 배로 늘고 줄지 않는다. nginx는 크기가 정해진 존에서 가장 오래된 키를 버린다.',
  },
  'algorithms/rate-limiting/leaky-bucket-queue.ts': {
    of: 'the line is one number, when the next place is free: nobody can leave it early. A request of cost n takes n places. After a clock jumped back, requests wait longer by the jump, or find the line full.',
    ko: '줄은 다음 자리가 비는 시각 하나로만 나타낸다. 먼저 나갈 수는 없다. 비용이 n인 요청은 자리 n개를 쓴다. 시계가 뒤로 가면 그만큼 더 기다리거나, 줄이 가득 찬 것으로 본다.',
  },
  'algorithms/rate-limiting/level.ts': {
    of: 'HAProxy counts a request before it decides; its level is what the decision saw, so it is read afterwards.',
    ko: 'HAProxy는 판정하기 전에 요청을 센다. 표시하는 값은 판정이 본 값이라, 판정 뒤에 읽는다.',
  },
  'algorithms/rate-limiting/limiter.ts': {
    of: 'a limiter has one configuration for all its keys.',
    ko: '제한기는 모든 키에 같은 설정을 쓴다.',
  },
  'algorithms/rate-limiting/lua-number.ts': {
    of: '`tonumber` reads decimal numbers only, no hexadecimal ones.',
    ko: '`tonumber`는 십진수만 읽고 십육진수는 읽지 않는다.',
  },
  'algorithms/rate-limiting/nginx-key.ts': {
    of: 'nginx keeps only one byte for the length in limit_conn; here the bound is a number like any other.',
    ko: 'nginx는 limit_conn에서 길이를 한 바이트에만 담는다. 여기서는 보통 수로 한도를 둔다.',
  },
  'algorithms/rate-limiting/nginx-limit-conn.ts': {
    of: 'one `limit_conn` a place, no dry run, and a zone that is never full (nginx refuses then). nginx counts a connection only once the whole header of a request was read; under HTTP/2 each stream counts.',
    ko: '한곳에 `limit_conn`은 하나이고 dry run은 없다. 존은 가득 차지 않는다(nginx는 그때 거절한다). nginx는 요청 헤더를 다 읽은 뒤에야 연결을 센다. HTTP/2에서는 스트림마다 센다.',
  },
  'algorithms/rate-limiting/nginx-limit-req.ts': {
    of: 'one `limit_req` a place; nginx can ask several zones and takes the longest delay. No dry run. A zone\'s room is counted in keys (`zoneKeys`; nginx: about 16,000 a megabyte) and not in slabs.',
    ko: '한곳에 `limit_req`는 하나다. nginx는 여러 존에 묻고 가장 긴 지연을 따른다. dry run은 없다. 존의 크기는 slab이 아니라 키의 개수로 센다(`zoneKeys`, nginx에서는 1메가바이트에 약 16,000개).',
  },
  'algorithms/rate-limiting/redis-script-limiter.ts': {
    of: 'no network here; a component adds it. The replies name no time to come back, except the one of GCRA. Scripts of windows ignore the cost, as they were written.',
    ko: '여기에는 네트워크가 없다. 컴포넌트가 더한다. GCRA 말고는 언제 다시 오라는 시각을 알려 주지 않는다. 윈도 스크립트는 쓰인 그대로 비용을 무시한다.',
  },
  'algorithms/rate-limiting/redis-scripts.ts': {
    of: 'the clock is an argument of the script, as in tests; in production `redis.call(\'TIME\')` avoids differing clocks. These scripts set no time to live: keys pile up. Real ones add PEXPIRE.',
    ko: '시계는 테스트처럼 스크립트의 인자다. 운영 환경에서는 `redis.call(\'TIME\')`이 서로 다른 시계를 피하게 해 준다. 이 스크립트들은 만료 시간을 두지 않아 키가 쌓인다. 실제로는 PEXPIRE를 더한다.',
  },
  'algorithms/rate-limiting/shared-fixed-window.ts': {
    of: 'a window begins with the first request of a key, and not at a full minute. A reply is never lost; a server that crashes stays away.',
    ko: '윈도는 정각이 아니라 키의 첫 요청에서 시작한다. 답은 사라지지 않는다. 죽은 서버는 돌아오지 않는다.',
  },
  'algorithms/rate-limiting/shared-store.ts': {
    of: 'no memory limit and no eviction, no persistence, no replicas. Commands on the wrong type are bugs here; Redis answers WRONGTYPE. INCR counts as a float does, exact to 2^53; Redis to 2^63.',
    ko: '메모리 한도와 축출이 없고, 영속화도 복제본도 없다. 타입이 맞지 않는 명령은 여기서 버그다. Redis는 WRONGTYPE으로 답한다. INCR은 부동소수점처럼 2^53까지 정확히 센다. Redis는 2^63까지다.',
  },
  'algorithms/rate-limiting/sliding-log.ts': {
    of: 'a request of cost n is n entries. A clock that jumps back sees entries of its future, which count, and a new entry is written no earlier than the newest: the key waits for the clock. The log grows by doubling, up to the limit.',
    ko: '비용이 n인 요청은 기록 n개다. 시계가 뒤로 가면 미래의 기록도 센다. 새 기록은 가장 최근 기록보다 앞에 쓰지 않으므로 키가 시계를 기다린다. 기록은 한도까지 두 배씩 늘어난다.',
  },
  'algorithms/rate-limiting/sliding-window-counter.ts': {
    of: 'Cloudflare counts after the fact and in memcached. A clock that jumps back stays at the start of the newest window.',
    ko: 'Cloudflare는 memcached에서 사후에 센다. 시계가 뒤로 가면 가장 최근 윈도의 시작에 머무른다.',
  },
  'algorithms/rate-limiting/synchronised-counters.ts': {
    of: 'all servers agree on when a window begins. An exchange is one message and its reply; a reply may be late or lost.',
    ko: '윈도가 언제 시작하는지는 모든 서버가 같게 안다. 교환은 메시지 하나와 그 답이다. 답은 늦거나 사라질 수 있다.',
  },
  'algorithms/rate-limiting/token-bucket.ts': {
    of: 'x/time/rate counts in floats and lets a request reserve tokens of the future; this one only answers now. As there, a clock that jumps back adds nothing, and the next admission sets the bucket\'s clock back with it, so that the stretch of time that comes twice fills the bucket twice.',
    ko: 'x/time/rate는 부동소수점으로 세고 미래의 토큰을 예약할 수 있다. 여기서는 지금만 답한다. 그쪽과 마찬가지로 시계가 뒤로 가면 아무것도 더하지 않고, 다음 통과가 버킷의 시계도 함께 되돌린다. 그래서 두 번 지나가는 구간은 버킷을 두 번 채운다.',
  },
  'algorithms/rate-limiting/too-many-requests.ts': {
    of: 'one policy an answer. No jitter in `t`: many clients refused together come back together (draft §8.5).',
    ko: '응답 하나에 정책 하나다. `t`에 지터가 없어, 함께 거절된 클라이언트는 함께 돌아온다(초안 §8.5).',
  },
  'algorithms/sharding/cassandra-ring.ts': {
    of: 'tokens of a node are the tokens of its name and a number. Cassandra draws them at random, or chooses them to be even (`allocate_tokens_for_local_replication_factor`). No racks.',
    ko: '노드의 토큰은 이름과 번호에서 나온다. Cassandra는 무작위로 뽑거나 고르게 고른다(`allocate_tokens_for_local_replication_factor`). 랙은 없다.',
  },
  'algorithms/sharding/consistent-ring.ts': {
    of: 'points lie on 2^32 places; Chord has 2^160.',
    ko: '점은 2^32개 자리에 놓인다. Chord는 2^160개다.',
  },
  'algorithms/sharding/directory.ts': {
    of: 'the book is one map in memory; real ones are a service with replicas, and clients keep copies of pages.',
    ko: '장부는 메모리의 맵 하나다. 실제로는 복제본을 둔 서비스이고, 클라이언트가 일부를 복사해 둔다.',
  },
  'algorithms/sharding/haproxy-ring.ts': {
    of: 'sdbm with avalanche, which `consistent` means when no function is named. Numbers are given in the order of joining and are never reused; HAProxy counts servers anew when its configuration is read, unless `id` is written.',
    ko: 'sdbm에 avalanche를 더했다. `consistent`에 함수를 적지 않았을 때와 같다. 번호는 들어온 순서대로 주고 다시 쓰지 않는다. HAProxy는 `id`를 적지 않으면 설정을 읽을 때마다 서버 번호를 새로 매긴다.',
  },
  'algorithms/sharding/jump.ts': {
    of: 'the paper\'s 64-bit register is a pair of 32-bit integers here; the division is in doubles, as in the paper.',
    ko: '논문의 64비트 레지스터는 여기서 32비트 정수 한 쌍이다. 나눗셈은 논문처럼 double로 한다.',
  },
  'algorithms/sharding/kafka-partitioner.ts': {
    of: 'messages without a key are spread by other rules (sticky batches) and are not placed here. librdkafka\'s default also spreads empty keys at random; here an empty key is a key. Nodes stand for partitions.',
    ko: '키가 없는 메시지는 다른 규칙(sticky batch)으로 나뉘며 여기서 다루지 않는다. librdkafka의 기본값은 빈 키도 무작위로 나눈다. 여기서는 빈 키도 키다. 노드는 파티션을 나타낸다.',
  },
  'algorithms/sharding/libketama.ts': {
    of: 'of two points on one place the earlier node\'s comes first; libketama\'s qsort leaves that open.',
    ko: '한 자리에 점이 둘이면 먼저 들어온 노드의 점이 앞선다. libketama의 qsort에서는 정해져 있지 않다.',
  },
  'algorithms/sharding/libmemcached-ketama.ts': {
    of: 'ejected hosts are taken off the ring one by one; libmemcached makes the weighted ring anew for those left.',
    ko: '제외된 호스트는 링에서 하나씩 뺀다. libmemcached는 남은 호스트로 가중 링을 새로 만든다.',
  },
  'algorithms/sharding/maglev.ts': {
    of: 'a connection table in front keeps Maglev\'s running connections where they are; there is none here.',
    ko: 'Maglev는 앞에 둔 연결 표로 진행 중인 연결을 제자리에 둔다. 여기에는 그 표가 없다.',
  },
  'algorithms/sharding/modulo.ts': {
    of: 'a node that is down keeps its remainders, so its keys have no home; many clients rehash instead.',
    ko: '멈춘 노드도 나머지 값을 그대로 갖고 있어 그 키들은 갈 곳이 없다. 많은 클라이언트는 이때 다시 해시한다.',
  },
  'algorithms/sharding/nginx-ketama.ts': {
    of: 'nginx gives up after 20 points of servers that are down and takes turns; here the walk goes on. `algorithms/balancing/consistent-hash.ts` has nginx\'s retries and health.',
    ko: 'nginx는 멈춘 서버의 점을 20번 만나면 포기하고 차례대로 고른다. 여기서는 계속 나아간다. nginx의 재시도와 상태 확인은 `algorithms/balancing/consistent-hash.ts`에 있다.',
  },
  'algorithms/sharding/placement.ts': {
    of: 'schemes that do not go by one number (range, directory, jump, rendezvous, Kafka, Cassandra) are asked key by key.',
    ko: '수 하나로 정하지 않는 방식(범위, 디렉터리, 점프, 랑데부, Kafka, Cassandra)에는 키마다 따로 묻는다.',
  },
  'algorithms/sharding/range.ts': {
    of: 'a node begins with one stretch; nobody splits by load. Keys are ordered by their UTF-8 bytes, as these systems do.',
    ko: '노드는 구간 하나로 시작하고, 부하를 보고 나누지 않는다. 키의 순서는 실제 시스템처럼 UTF-8 바이트 순서다.',
  },
  'algorithms/sharding/redis-cluster-commands.ts': {
    of: 'values are texts without expiry. MIGRATE is done at once and knows COPY, REPLACE and KEYS. Scripts are routed by their keys and not run.',
    ko: '값은 만료가 없는 문자열이다. MIGRATE는 바로 끝나며 COPY, REPLACE, KEYS를 안다. 스크립트는 키로 보낼 곳만 정하고 실행하지 않는다.',
  },
  'algorithms/sharding/redis-cluster.ts': {
    of: 'masters only: a failed node is not replaced. A failure is known to all at once (`noteFailure`), a new claim when `deliverClaims` is called. Text values only. No MULTI, no read-only replicas, no channels.',
    ko: '마스터만 있다. 죽은 노드를 대신할 것이 없다. 장애는 모두가 바로 알고(`noteFailure`), 새 소유는 `deliverClaims`를 부를 때 안다. 값은 문자열뿐이다. MULTI, 읽기 전용 복제본, 채널은 없다.',
  },
  'algorithms/sharding/redis-slots.ts': {
    of: 'every node is a master, and a change is followed by a rebalance at once. A master that is down has no replica here to take over, so its slots answer nothing. What clients see while a slot moves is in `redis-cluster.ts`.',
    ko: '모든 노드가 마스터이고, 바뀌면 바로 재분배한다. 멈춘 마스터를 이어받을 복제본이 없어 그 슬롯은 답하지 않는다. 슬롯이 옮겨지는 동안 클라이언트가 보는 것은 `redis-cluster.ts`에 있다.',
  },
  'algorithms/sharding/ring-scheme.ts': {
    of: 'a node that is down is taken off the ring; its keys go to the next points, as if it had left.',
    ko: '멈춘 노드는 링에서 뺀다. 그 노드의 키는 나간 것처럼 다음 점으로 간다.',
  },
  'algorithms/sharding/scheme.ts': {
    of: 'data that must be copied when a key moves is counted, not carried.',
    ko: '키가 옮겨질 때 복사할 데이터는 세기만 하고 나르지 않는다.',
  },
  'algorithms/sharding/sharder.ts': {
    of: 'one place decides about membership; agreeing on it between machines is a topic of its own.',
    ko: '누가 속하는지는 한곳에서 정한다. 서버끼리 합의하는 것은 다른 주제다.',
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
  'components/traffic/redirects.ts': {
    of: 'MIGRATE keeps no worker busy. One client stands for all: the balancer is the cluster\'s client library, and its map is complete from the start. New claims reach every node at once. Where a node is down the move waits for it.',
    ko: 'MIGRATE는 워커를 차지하지 않는다. 클라이언트 하나가 모두를 대신한다. 로드 밸런서가 클러스터의 클라이언트 라이브러리이고, 그 지도는 처음부터 완전하다. 새 소유는 모든 노드에 동시에 닿는다. 노드가 멈춰 있으면 이동이 그 노드를 기다린다.',
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
  'components/placement/key-names.ts': {
    of: 'the numbers of keys have no gaps.',
    ko: '키의 번호에는 빈 곳이 없다.',
  },
  'components/placement/lookups.ts': {
    of: 'nodes answer at once, so load is counted and no queue grows; clients know the map of now.',
    ko: '노드는 바로 답하므로 부하는 세기만 하고 대기열은 자라지 않는다. 클라이언트는 지금의 지도를 안다.',
  },
  'components/placement/maps.ts': {
    of: 'what is narrower than a cell is drawn as its middle\'s owner; counts come from the keys, never from cells.',
    ko: '한 칸보다 좁은 것은 칸 가운데의 주인으로 그린다. 개수는 칸이 아니라 키에서 센다.',
  },
  'components/placement/membership.ts': {
    of: 'every client learns of a change at its instant.',
    ko: '모든 클라이언트가 바뀐 순간에 바로 안다.',
  },
  'components/placement/moves.ts': {
    of: 'writes during a move are not modelled; a receiver takes any number of streams; a sender that fails loses what it has not sent, and one that is taken off the map hands everything over first.',
    ko: '옮기는 동안의 쓰기는 다루지 않는다. 받는 쪽은 스트림을 몇 개든 받는다. 보내다 죽은 노드는 보내지 못한 것을 잃고, 지도에서 빠지는 노드는 먼저 모두 넘겨준다.',
  },
  'components/arrival-bench/arrivals.ts': {
    of: 'at most LARGEST_SEQUENCE arrivals.',
    ko: '도착은 최대 LARGEST_SEQUENCE건이다.',
  },
  'components/arrival-bench/limiter-spec.ts': {
    of: 'an interval is the window divided by the limit, cut to whole microseconds, as real limiters cut to their own grain. nginx knows rates by the second and the minute only; other windows are refused instead of being rewritten.',
    ko: '간격은 윈도를 한도로 나눈 값이다. 실제 제한기가 자기 단위로 자르듯 마이크로초 단위로 자른다. nginx는 초당과 분당만 안다. 다른 윈도는 바꿔 쓰지 않고 거부한다.',
  },
  'components/arrival-bench/presets.ts': {
    of: 'Poisson arrivals are rounded to a millisecond.',
    ko: '푸아송 도착은 밀리초로 반올림한다.',
  },
  'components/arrival-bench/recordings.ts': {
    of: 'three of its seven cases.',
    ko: '기록된 일곱 사례 가운데 셋만 다룬다.',
  },
  'components/arrival-bench/replay.ts': {
    of: 'for limits on open requests, every request stays open equally long. Where an algorithm knows no cost, each counts as one.',
    ko: '동시에 열린 요청을 제한할 때는 모든 요청이 똑같은 시간 동안 열려 있다. 비용을 모르는 알고리즘에서는 요청마다 1로 센다.',
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
