/** Words of the code view. A key here must stand in code.ko.ts too. */
export const codeEn = {
  label: 'Code of the policy, at one decision',
  same: 'The file that the run calls, line by line as it decided. Step with the arrow keys.',
  decided: '{time}, request {request}: {policy} chose {server}.',
  undecided: '{time}, request {request}: {policy} found no server.',
  none: 'No decision has been made yet. Step forward to the first request.',
  loading: 'The run is repeated up to this decision.',
  failed: 'This decision could not be repeated: {problem}',
  back: 'Line before',
  forward: 'Next line',
  place: 'step {step} of {steps}',
  line: 'Line {line}. {values}',
  elsewhere: 'The choice was made by a part in another file; these are the lines of this one.',
} as const
