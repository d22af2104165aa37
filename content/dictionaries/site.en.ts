/** Words of the frame around every page. A key here must stand in site.ko.ts too, with the same placeholders. */
export const siteEn = {
  name: 'Slantwise',
  tagline: 'stop it, rewind it, see why',
  description: 'Learn system design by running it. The real algorithms run in your browser, and every run can be rewound.',
  skip: 'Skip to the content',
  nav: { label: 'Main', sims: 'Simulators', learn: 'Learn', glossary: 'Glossary', about: 'About' },
  home: 'Slantwise, to the first page',
  language: 'Language',
  theme: { label: 'Colours', system: 'System', light: 'Light', dark: 'Dark' },
  footer: { fidelity: 'How real is this?', licence: 'MIT licence', local: 'Everything runs in this tab. Nothing you do here is sent anywhere.' },
  front: {
    real: {
      title: 'What is real here, and what is not',
      runs: 'Runs for real, in your browser',
      runsItems: {
        algorithm: 'The algorithm on screen is the code that runs.',
        seed: 'Time, network and machines come from a seed. The same seed replays the same run, request by request.',
        recorded: 'The choices are compared with recordings of real servers.',
      },
      simplified: 'Simplified, and labelled where it is',
      simplifiedItems: {
        process: 'One process stands in for a machine. It has no kernel and no garbage collector.',
        delay: 'Delays are drawn from distributions. They are not measured on your network.',
      },
    },
  },
  sims: {
    title: 'Simulators',
    lead: 'Each one runs a system you can stop, rewind and break.',
    scenario: 'Scenario',
    moment: 'Its first failure or change',
    question: 'The question it answers',
    change: 'What you can change',
  },
  offline: {
    title: 'You are offline, and this page is not here yet.',
    text: 'Pages you have opened before still work, simulators included. This one comes when there is a network again. “About” can fetch the whole site in advance.',
  },
  lost: {
    title: 'This message was lost.',
    text: 'The page may have moved.',
    picture: 'A message leaves the upper line and ends in a cross before it reaches the lower one.',
    home: 'Go to the first page',
  },
} as const
