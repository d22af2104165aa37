/** 코드 보기에 쓰는 말. 키는 code.en.ts와 같아야 합니다. */
export const codeKo = {
  label: '한 번의 결정에서 본 정책 코드',
  same: '실행이 부른 바로 그 파일입니다. 결정한 순서대로 한 줄씩, 화살표 키로 따라가세요.',
  decided: '{time}, 요청 {request}: {policy} 정책이 {server}를 골랐습니다.',
  undecided: '{time}, 요청 {request}: {policy} 정책이 고를 서버를 찾지 못했습니다.',
  none: '아직 결정한 것이 없습니다. 첫 요청까지 앞으로 가 보세요.',
  loading: '이 결정까지 실행을 되풀이하는 중입니다.',
  failed: '이 결정을 되풀이하지 못했습니다: {problem}',
  back: '이전 줄',
  forward: '다음 줄',
  place: '{steps}단계 중 {step}',
  line: '{line}번 줄. {values}',
  elsewhere: '선택은 다른 파일에 있는 부분이 했습니다. 여기에는 이 파일의 줄만 나옵니다.',
} as const
