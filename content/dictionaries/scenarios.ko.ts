export const scenariosKo = {
  'load-balancing': {
    title: '부하 분산',
    question: '다음 요청은 어느 서버가 받아야 하고, 잘못 고르면 누가 기다리게 될까요?',
    change: '분배 규칙, 서버, 부하',
  },
} as const
