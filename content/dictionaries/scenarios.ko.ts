export const scenariosKo = {
  'load-balancing': {
    title: '부하 분산',
    question: '다음 요청은 어느 서버가 받아야 하고, 잘못 고르면 누가 기다리게 될까요?',
    change: '분배 규칙, 서버, 부하',
  },
  'rate-limiting': {
    title: '처리율 제한',
    question: '너무 많이 몰려올 때 누구를 통과시키고, 거절당한 쪽은 그다음에 무엇을 할까요?',
    change: '제한 규칙, 누구를 셀지, 카운트를 둘 곳',
  },
  'consistent-hashing': {
    title: '일관된 해싱',
    question: '키는 어느 노드에 놓이고, 노드가 들고 날 때 몇 개를 옮겨야 할까요?',
    change: '배치 방식, 노드, 키',
  },
  sharding: {
    title: '부하 속의 샤드',
    question: '레코드는 저마다 한 샤드에 있습니다. 어느 샤드가 바빠지고, 누가 모든 샤드에 물어야 할까요?',
    change: '파티션 키, 레코드 쏠림, 함께 묻는 방식',
  },
  'replicas-and-cluster': {
    title: '복제본과 샤드',
    question: '서버 네 대가 데이터를 갖고 있습니다. 복제본과 샤드는 각각 무엇을 늘려 주고, 프라이머리가 멈추면 무엇을 잃을까요?',
    change: '복제본 수, 쓰기 비율, 멈추는 서버',
  },
} as const
