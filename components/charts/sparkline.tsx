/** A curve of a whole run in a few pixels: the past in full, what is to come faint. It stands beside a number, never alone. */
export function Sparkline({ values, share, className = '' }: { values: Float32Array; share: number; className?: string }) {
  const most = values.reduce((max, value) => (value > max ? value : max), 0)
  const now = Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1))))
  const path = (from: number, to: number): string => {
    let text = ''
    for (let i = from; i <= to; i++) {
      const value = values[i]!
      if (Number.isNaN(value)) continue
      text += `${text === '' ? 'M' : 'L'}${i} ${(30 - (most === 0 ? 0 : value / most) * 28).toFixed(1)}`
    }
    return text
  }
  return (
    <svg viewBox={`0 0 ${values.length - 1} 32`} preserveAspectRatio="none" className={`block ${className}`} aria-hidden="true">
      <path d={path(now, values.length - 1)} fill="none" stroke="currentColor" strokeWidth="1.25" opacity="0.3" vectorEffect="non-scaling-stroke" />
      <path d={path(0, now)} fill="none" stroke="currentColor" strokeWidth="1.25" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
