export const siteKo = {
  name: 'Slantwise',
  tagline: '멈추고, 되감고, 이유를 봅니다',
  description: '시스템 설계를 직접 돌려 보며 배웁니다. 실제 알고리즘이 브라우저에서 돌고, 모든 실행은 되감아 볼 수 있습니다.',
  skip: '본문으로 건너뛰기',
  nav: { label: '주 메뉴', sims: '시뮬레이터', learn: '배우기', glossary: '용어', about: '소개' },
  home: 'Slantwise 첫 화면으로',
  language: '언어',
  theme: { label: '화면 색', system: '시스템', light: '밝게', dark: '어둡게' },
  footer: { fidelity: '얼마나 진짜인가요?', licence: 'MIT 라이선스', local: '모든 것은 이 탭 안에서 돌아갑니다. 여기서 한 일은 어디로도 전송되지 않습니다.' },
  front: {
    real: {
      title: '진짜인 것과 아닌 것',
      runs: '브라우저에서 진짜로 도는 것',
      runsItems: {
        algorithm: '화면에 보이는 알고리즘이 바로 실행되는 코드입니다.',
        seed: '시간과 네트워크와 서버는 시드에서 나옵니다. 시드가 같으면 요청 하나까지 똑같이 재현됩니다.',
        recorded: '알고리즘이 고른 결과를 실제 서버의 기록과 대조합니다.',
      },
      simplified: '단순하게 줄였고, 그 자리에 밝혀 둔 것',
      simplifiedItems: {
        process: '프로세스 하나가 서버 한 대를 대신합니다. 커널도 가비지 컬렉터도 없습니다.',
        delay: '지연 시간은 확률 분포에서 뽑습니다. 여러분의 네트워크에서 잰 값이 아닙니다.',
      },
    },
  },
  sims: {
    title: '시뮬레이터',
    lead: '멈추고, 되감고, 고장 내 볼 수 있는 시스템들입니다.',
    scenario: '시나리오',
    moment: '처음 실패하거나 바뀌는 순간',
    question: '답하는 질문',
    change: '바꿀 수 있는 것',
  },
  offline: {
    title: '오프라인이라 이 페이지는 아직 열 수 없습니다.',
    text: '전에 연 페이지는 시뮬레이터까지 그대로 열립니다. 이 페이지는 네트워크가 돌아오면 열 수 있습니다. 소개 페이지에서 사이트 전체를 미리 받아 둘 수 있습니다.',
  },
  lost: {
    title: '메시지가 유실되었습니다.',
    text: '페이지가 옮겨졌을 수 있습니다.',
    picture: '위쪽 선에서 출발한 메시지가 아래쪽 선에 닿기 전에 가위표로 끝납니다.',
    home: '첫 화면으로 가기',
  },
} as const
