/** Numbers of a lesson in the page's language. */

import { formatNumber } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Unit } from '@/lib/content/quantities.ts'
import { formatDuration } from '@/components/narration/durations.ts'

export function writeQuantity(locale: Locale, value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '–'
  switch (unit) {
    case 'duration':
      return formatDuration(value)
    case 'share':
      return formatNumber(locale, value, 'percent')
    case 'rate':
      return formatNumber(locale, Math.round(value * 10) / 10, 'perSecond')
    case 'count':
    case 'number':
      return formatNumber(locale, value)
  }
}

/** The goal of a task, its names of metrics in words. */
export function describeGoal(metrics: Readonly<Record<string, string>>, goal: string): string {
  return goal.replaceAll(/[a-z][a-z0-9_]*/g, (name) => metrics[name] ?? name).replaceAll(' %', '%')
}
