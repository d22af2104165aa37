export const glossaryKo = {
  title: '용어',
  lead: '레슨과 시뮬레이터에 나오는 말 {count, number}개를 두 언어로 적었습니다. 코드와 그림과 글에서 같은 말을 씁니다.',
  topics: { balancing: '부하 분산', queueing: '대기열과 시간', limiting: '처리율 제한', sharding: '샤드와 복제', site: '이 사이트의 말' },
  jump: '묶음',
  related: '관련 용어',
  source: '출처',
  more: '용어집에서 보기',
} as const
