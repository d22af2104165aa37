/** A message that left the upper lane and never reached the lower one. */
export function LostMessage({ label }: { label: string }) {
  return (
    <svg viewBox="0 0 480 150" role="img" aria-label={label} className="w-full max-w-[40rem]">
      <path d="M0 24H480M0 126H480" className="stroke-ink" strokeWidth="2" />
      <path d="M120 24 198 76" className="stroke-req" strokeWidth="2.5" />
      <path d="M198 76 273 126" className="stroke-edge" strokeWidth="1.5" strokeDasharray="1 6" strokeLinecap="round" />
      <circle cx="120" cy="24" r="6" className="fill-req" />
      <path d="m189 67 18 18m0-18-18 18" className="stroke-fail" strokeWidth="4.5" />
      <path d="M268 121h10v10h-10z" className="fill-paper stroke-edge" strokeWidth="1.5" strokeDasharray="2 2.5" />
    </svg>
  )
}
