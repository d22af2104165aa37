'use client'

import { useSyncExternalStore } from 'react'
import { chooseTheme, readThemeChoice, subscribeToTheme, themeChoices } from '@/lib/theme.ts'
import type { ThemeChoice } from '@/lib/theme.ts'

interface ThemeWords {
  readonly label: string
  readonly system: string
  readonly light: string
  readonly dark: string
}

export function ThemeSwitch({ words }: { words: ThemeWords }) {
  const choice = useSyncExternalStore<ThemeChoice>(subscribeToTheme, readThemeChoice, () => 'system')
  return (
    <select
      aria-label={words.label}
      value={choice}
      onChange={(event) => chooseTheme(themeChoices.find((known) => known === event.target.value) ?? 'system')}
      className="field-sizing-content h-7 max-w-36 cursor-pointer rounded-control border border-edge bg-sheet px-1.5 text-14 text-ink-2 hover:border-ink hover:text-ink pointer-coarse:my-0.5 pointer-coarse:h-11 pointer-coarse:border-transparent pointer-coarse:bg-transparent"
    >
      {themeChoices.map((known) => (
        <option key={known} value={known}>
          {words[known]}
        </option>
      ))}
    </select>
  )
}
