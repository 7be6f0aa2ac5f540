import type { Measure } from '../rehearsal/forecast/measure.ts'

/** The help of `salehi simulate`, with every figure a threshold can be set on. */
export function simulateHelp(measures: readonly Measure[], mostDays: number): string {
  const unitNames = { share: '3%', time: '20s', count: '5' } as const
  return [
    '  --company NAME   whose scenarios and rules; by default the setting COMPANY',
    '  --seed N         another seed, other people; 1 unless given',
    '  --contacts FILE  a CSV or .xlsx, read as "contacts import" does (--phone NAME, --encoding windows-1256 as there);',
    '                   at most 20,000 rows. Without it STATIC_CONTACTS, or 1,000 made-up people',
    '  --mix FILE       how people are (YAML). Everything may be left out; by default:',
    '                     contacts: 1000',
    '                     answer_rate: { 0: 42%, 11: 48%, 14: 45%, 17: 54% }   # from that hour on, or one for the day',
    '                     yes_rate: 16%            # of those who answer; by hour too',
    '                     talk_time: 150s          # with an operator, on average; by hour too',
    '                     patience: 60s            # of those who agreed, until an operator answers, on average',
    '                     ring: 9s                 # until somebody answers, on average',
    '                     hesitation: 15%          # who agree at the second try only',
    '                     causes: { no_answer: 48, busy: 16, power_off: 20, unallocated: 4, rejected: 10, silent_network: 2 }',
    '                     replies: { no: 48, unclear: 8, asks: 5, silent: 12, leaves: 24, complains: 3 }   # of the others',
    '                     operators: { answer_rate: 90%, ring: 5s, people: 3 }   # people: behind an extension',
    '                     model: { understands: 50%, takes: 1s }   # of unclear replies, where GAPGPT_API_KEY is set',
    '                     recogniser: { takes: 900ms }',
    '  --against A=1,B=2  the same people under other settings, side by side; or a file of such lines (another .env)',
    "  --fail-if 'abandoned > 3%'  exit code 1 when that is so (of either settings); may be given several times:",
    ...measures.map(
      ({ name, unit, about }) => `                     ${`${name} (${unitNames[unit]})`.padEnd(26)} ${about}`,
    ),
    '  --html FILE      the report with charts, in one file',
    '',
    `  A whole list is played, day after day (at most ${mostDays}), by the engine that would call it: with your scenarios,`,
    '  rules, lines, limits, operators and calling hours as the settings have them, and virtual people on a virtual',
    '  exchange. Nobody is called, no service is asked, nothing of the data folder is read or written. The same seed is',
    '  the same campaign, to the byte; the same number is the same person, whatever the settings.',
    '',
    '  Exit codes: 0 done, 1 a threshold was crossed or the list cannot be used, 2 wrong command line, 78 settings,',
    '  scenarios or mix are wrong.',
  ].join('\n')
}
