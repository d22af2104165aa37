/** What a person chose. The resolved theme stands in `data-theme` on <html>: `light` or `dark`, and pictures drawn on a canvas watch it. */
export const themeChoices = ['system', 'light', 'dark'] as const

export type ThemeChoice = (typeof themeChoices)[number]

const storageKey = 'theme'
const changed = 'slantwise:theme'

/**
 * Runs in <head> before the first paint, so no page flashes in the wrong colours. The text is constant: the content security
 * policy lists its hash.
 */
export const themeScript = `(function(){var c=null;try{c=localStorage.getItem('${storageKey}')}catch(e){}document.documentElement.dataset.theme=c==='light'||c==='dark'?c:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'})()`

export function readThemeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system' // Storage can be switched off; the page then follows the system.
  }
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, choice)
  } catch {
    // The choice then lasts until the page is left.
  }
  document.documentElement.dataset.theme = resolve(choice)
  window.dispatchEvent(new Event(changed))
}

/** Tells of every change: a choice here, a choice in another tab, a change of the system's preference. */
export function subscribeToTheme(listener: () => void): () => void {
  const preference = matchMedia('(prefers-color-scheme: dark)')
  const refresh = () => {
    document.documentElement.dataset.theme = resolve(readThemeChoice())
    listener()
  }
  preference.addEventListener('change', refresh)
  window.addEventListener('storage', refresh)
  window.addEventListener(changed, listener)
  return () => {
    preference.removeEventListener('change', refresh)
    window.removeEventListener('storage', refresh)
    window.removeEventListener(changed, listener)
  }
}

function resolve(choice: ThemeChoice): 'light' | 'dark' {
  if (choice !== 'system') return choice
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
