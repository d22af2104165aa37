import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** One Korean word for one thing. What is on the left is not written here; what is on the right is. */
const banned: readonly (readonly [RegExp, string])[] = [
  [/(?<!로드 )밸런서|로드밸런서|부하 ?분산기/, '로드 밸런서'],
  [/작업자/, '워커'],
  [/강의/, '레슨'],
  [/무대|스테이지/, '구성도'],
  [/기계|머신(?! ?러닝)/, '서버'],
  [/예상/, '예측'],
  [/조절값|노브/, '설정'],
  [/연결 리셋/, '연결 재설정'],
  [/서버(를|는)?( 한 대(를)?)? 세(우|워|웠)/, '멈추다 (서버를 세우다 reads as "set up a server")'],
  [/레플리카|슬레이브/, '복제본'],
  [/헬스 ?체크/, '상태 확인'],
  [/속도 제한|레이트 ?리미/, '처리율 제한'],
  [/레이턴시/, '지연 시간 or 응답 시간'],
  [/타임 ?아웃 시간/, '제한 시간'],
  [/메세지/, '메시지'],
  [/캐쉬|해쉬|데이타|어플리케이션|컨텐츠|쓰로틀/, '캐시, 해시, 데이터, 애플리케이션, 콘텐츠, 스로틀'],
  [/기동|개시/, '시작'],
  [/되어집|되어지|보여집|보여지|불리워/, 'no double passive'],
  [/(을|를) 통하여|에 의하여|에 대하여/, 'reads translated: 로, 가, 을'],
]

const files = readdirSync('content', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ko\.ts|ko\.mdx|yaml)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))

/** Lines with Hangul that are no comment of code. */
const koreanLines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n')
  .map((text, at) => ({ place: `${file}:${at + 1}`, text }))
  .filter(({ text }) => /[가-힣]/.test(text) && !/^\s*(\/\*\*|\*|\/\/)/.test(text)))

describe('Korean', () => {
  test.each(banned)('%s stands nowhere: it is %s', (pattern, instead) => {
    expect(koreanLines.filter(({ text }) => pattern.test(text)).map(({ place, text }) => `${place} (${instead}): ${text.trim().slice(0, 90)}`)).toEqual([])
  })

  test('the list is looked for in many lines, and finds what it bans', () => {
    expect(koreanLines.length).toBeGreaterThan(500)
    for (const planted of ['밸런서가', '서버를 한 대 세워 보세요', '작업자 수', '보여집니다']) expect(banned.some(([pattern]) => pattern.test(planted)), planted).toBe(true)
    expect(banned.some(([pattern]) => pattern.test('로드 밸런서가 서버를 고릅니다'))).toBe(false)
  })
})
