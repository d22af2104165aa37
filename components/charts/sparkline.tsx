import { useMemo } from 'react'

/** A curve of a whole run in a few pixels: the past in full, what is to come faint. It stands beside a number, never alone. */
export function Sparkline({ values, share, className = '' }: { values: Float32Array; share: number; className?: string }) {
  // The curve belongs to the run: only how much of it has passed changes while time runs.
  const curve = useMemo(() => <path d={pathOf(values)} fill="none" stroke="currentColor" strokeWidth="1.25" vectorEffect="non-scaling-stroke" />, [values])
  const now = Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1))))
  return (
    <svg viewBox={`0 0 ${values.length - 1} 32`} preserveAspectRatio="none" className={`block ${className}`} aria-hidden="true">
      <g opacity="0.3">{curve}</g>
      <svg width={now} height={32} overflow="hidden">{curve}</svg>
    </svg>
  )
}

function pathOf(values: Float32Array): string {
  const most = values.reduce((max, value) => (value > max ? value : max), 0)
  let text = ''
  for (const [i, value] of values.entries()) {
    if (!Number.isNaN(value)) text += `${text === '' ? 'M' : 'L'}${i} ${(30 - (most === 0 ? 0 : value / most) * 28).toFixed(1)}`
  }
  return text
}
