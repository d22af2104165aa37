/** Two lanes, a request that left the upper one, and its slanted way to the lower one. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 18" className={className} aria-hidden="true" focusable="false">
      <path d="M1 4h22M1 14h22" className="stroke-ink" strokeWidth="2" />
      <path d="M7 4 17 14" className="stroke-now" strokeWidth="2.2" />
      <circle cx="7" cy="4" r="3" className="fill-ink" />
      <path d="M14.4 11.4h5.4v5.4h-5.4z" className="fill-now" />
    </svg>
  )
}
