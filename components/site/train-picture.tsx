/** Trains as slanted lines, in the manner of Ibry: stations as lines, hours to the right. Decoration beside the words that tell it. */
export function TrainPicture() {
  const stations = [10, 52, 78, 138, 170, 206]
  const trains = ['M0 206L150 10', 'M60 206L96 138H112L222 10', 'M180 206L300 10', 'M20 10L196 206', 'M120 10L190 78H206L326 206', 'M236 10L352 138']
  return (
    <svg viewBox="0 0 360 216" className="block h-auto w-full max-w-[24rem]" aria-hidden="true" focusable="false">
      {Array.from({ length: 10 }, (_, hour) => <path key={hour} d={`M${hour * 40 + 0.5} 4V212`} className="stroke-line" />)}
      {stations.map((y) => <path key={y} d={`M0 ${y}H360`} className="stroke-edge" />)}
      {trains.map((d, at) => <path key={d} d={d} fill="none" className="stroke-ink" strokeWidth={at === 4 ? 3 : 1.5} />)}
    </svg>
  )
}
