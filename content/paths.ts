/**
 * The curriculum: chapters in the order in which one learns them, their lessons, and the services that stop at them.
 * A lesson is open when content/lessons holds a folder of its name; every other one is planned, and pages say so.
 */

export interface PlannedLesson {
  /** The folder under content/lessons, and the last part of the address. */
  readonly id: string
  readonly en: string
  readonly ko: string
}

export interface Chapter {
  readonly id: string
  readonly en: string
  readonly ko: string
  readonly lessons: readonly PlannedLesson[]
}

export const chapters = [
  {
    id: 'load', en: 'Requests and load', ko: '요청과 부하',
    lessons: [
      { id: 'load-balancing', en: 'Load balancing', ko: '부하 분산' },
      { id: 'connection-pools', en: 'Pools are the first thing to trip', ko: '가장 먼저 막히는 커넥션 풀' },
      { id: 'scaling', en: 'Scale up, then scale out', ko: '스케일 업, 그다음 스케일 아웃' },
      { id: 'autoscaling', en: 'Autoscaling', ko: '오토스케일링' },
      { id: 'load-testing', en: 'Load testing', ko: '부하 테스트' },
      { id: 'faster-api', en: 'Seven ways to a faster API', ko: 'API를 빠르게 하는 일곱 가지 방법' },
    ],
  },
  {
    id: 'limits', en: 'Limits and queues', ko: '제한과 대기열',
    lessons: [
      { id: 'rate-limiting', en: 'Rate limiting', ko: '처리율 제한' },
      { id: 'shared-limits', en: 'Limits that many servers share', ko: '여러 서버가 함께 지키는 한도' },
      { id: 'retries', en: 'Timeouts, retries, circuit breakers', ko: '타임아웃, 재시도, 서킷 브레이커' },
      { id: 'work-queues', en: 'Work queues', ko: '작업 큐' },
    ],
  },
  {
    id: 'keys', en: 'Caching and keys', ko: '캐시와 키',
    lessons: [
      { id: 'caching', en: 'Caching', ko: '캐싱' },
      { id: 'consistent-hashing', en: 'Consistent hashing', ko: '일관된 해싱' },
      { id: 'sharding', en: 'Sharding and partition keys', ko: '샤딩과 파티션 키' },
      { id: 'bloom-filters', en: 'Bloom filters', ko: '블룸 필터' },
      { id: 'redis-cluster', en: 'Replication is not a cluster', ko: '복제는 클러스터가 아닙니다' },
    ],
  },
  {
    id: 'database', en: 'One database', ko: '데이터베이스 하나',
    lessons: [
      { id: 'isolation-levels', en: 'Isolation levels', ko: '격리 수준' },
      { id: 'deadlocks', en: 'Locks and deadlocks', ko: '락과 데드락' },
      { id: 'lsm-trees', en: 'LSM trees', ko: 'LSM 트리' },
      { id: 'schema-drills', en: 'Schema drills', ko: '스키마 연습' },
      { id: 'chat-storage', en: 'Relational or not, for chat', ko: '채팅에는 관계형이 맞을까' },
    ],
  },
  {
    id: 'inventory', en: 'One hot item', ko: '한 상품에 몰릴 때',
    lessons: [
      { id: 'the-race', en: 'The race', ko: '경합' },
      { id: 'database-locks', en: 'Four ways to lock a row', ko: '행을 잠그는 네 가지 방법' },
      { id: 'distributed-locks', en: 'Distributed locks', ko: '분산 락' },
      { id: 'redis-scripts', en: 'Redis transactions and scripts', ko: 'Redis 트랜잭션과 스크립트' },
      { id: 'write-behind', en: 'Write behind', ko: '나중에 쓰기' },
      { id: 'paying-once', en: 'Paying once', ko: '결제는 한 번만' },
    ],
  },
  {
    id: 'copies', en: 'Data in two places', ko: '두 곳에 있는 데이터',
    lessons: [
      { id: 'replication-lag', en: 'Replication lag', ko: '복제 지연' },
      { id: 'quorums', en: 'Quorums', ko: '쿼럼' },
      { id: 'cap', en: 'CAP, in a shop', ko: '가게에서 보는 CAP' },
      { id: 'clocks-and-pauses', en: 'Clocks, pauses and leases', ko: '시계와 멈춤과 임대' },
      { id: 'raft', en: 'Raft', ko: 'Raft' },
    ],
  },
  {
    id: 'events', en: 'Messages and events', ko: '메시지와 이벤트',
    lessons: [
      { id: 'partitioned-logs', en: 'Partitioned logs', ko: '파티션된 로그' },
      { id: 'growing-consumers', en: 'Growing consumers and partitions', ko: '컨슈머와 파티션 늘리기' },
      { id: 'outbox', en: 'Lost and doubled events', ko: '사라지는 이벤트, 두 번 오는 이벤트' },
      { id: 'cqrs', en: 'CQRS', ko: 'CQRS' },
    ],
  },
  {
    id: 'shipping', en: 'Shipping changes', ko: '변경을 내보내기',
    lessons: [
      { id: 'deployments', en: 'Deployments', ko: '배포 전략' },
      { id: 'environments', en: 'Environments and cost', ko: '환경과 비용' },
      { id: 'error-budgets', en: 'Error budgets', ko: '오류 예산' },
      { id: 'merge-or-rebase', en: 'Merge, rebase, squash', ko: '머지, 리베이스, 스쿼시' },
      { id: 'replacing-a-system', en: 'Replacing a running system', ko: '돌아가는 시스템을 교체하기' },
    ],
  },
  {
    id: 'apis', en: 'Between services', ko: '서비스 사이',
    lessons: [
      { id: 'api-styles', en: 'API styles', ko: 'API 방식' },
      { id: 'pagination', en: 'Pagination', ko: '페이지네이션' },
      { id: 'oauth', en: 'OAuth 2.0', ko: 'OAuth 2.0' },
      { id: 'url-shortener', en: 'A URL shortener, whole', ko: 'URL 단축기 전체 설계' },
    ],
  },
] as const satisfies readonly Chapter[]

export type LessonId = (typeof chapters)[number]['lessons'][number]['id']

export interface Service {
  readonly id: 'local' | 'express' | 'data'
  /** Where it begins, weeks after the start, and how long it takes. */
  readonly fromWeek: number
  readonly weeks: number
  /** Every lesson, or these. */
  readonly stops: 'every' | readonly LessonId[]
}

export const services: readonly Service[] = [
  { id: 'local', fromWeek: 0, weeks: 12, stops: 'every' },
  {
    id: 'express', fromWeek: 0, weeks: 3,
    stops: [
      'load-balancing', 'connection-pools', 'scaling', 'rate-limiting', 'retries', 'caching', 'consistent-hashing', 'sharding', 'isolation-levels', 'deadlocks',
      'the-race', 'paying-once', 'replication-lag', 'cap', 'partitioned-logs', 'outbox', 'deployments', 'url-shortener',
    ],
  },
  {
    id: 'data', fromWeek: 1, weeks: 4,
    stops: [
      'caching', 'consistent-hashing', 'sharding', 'bloom-filters', 'isolation-levels', 'deadlocks', 'lsm-trees', 'schema-drills', 'the-race', 'database-locks',
      'redis-scripts', 'replication-lag', 'quorums', 'cap', 'raft',
    ],
  },
]
