/** Something Asterisk does that the virtual PBX does not, and why that is so. */
export interface DeclaredGap {
  readonly what: string
  readonly because: string
  /** Pitfalls that cannot be met for it. */
  readonly pitfalls: readonly string[]
  /** Recordings of a real Asterisk that are not replayed for it. */
  readonly recordings: readonly string[]
}

/** What is left out on purpose; it may not become more than five. */
export const declaredGaps: readonly DeclaredGap[] = [
  {
    what: 'live sound outside of files: external media, snooping, AudioSocket, media over a socket',
    because: 'the engine works with sound files and recordings alone',
    pitfalls: ['10.28'],
    recordings: ['11-media-*', '13-snoop-record'],
  },
  {
    what: 'telling machines from people, and tones (AMD, TONE_DETECT), and the rest of the dialplan behind Stasis',
    because:
      'they work on sound, of which only what is said is modelled; the engine leaves a channel to the dialplan in no case',
    pitfalls: ['10.27'],
    recordings: ['12-amd', '26-tonedetect'],
  },
  {
    what: 'Asterisk calling the engine (outbound sockets)',
    because: 'the engine always connects to Asterisk',
    pitfalls: [],
    recordings: ['15-outbound-ws'],
  },
  {
    what: 'sounds fetched over HTTP',
    because: 'the engine plays files on the exchange alone',
    pitfalls: ['10.18'],
    recordings: ['28-httpmedia'],
  },
  {
    what: "the limits of Asterisk's HTTP server: number and age of connections",
    because: 'in memory there are no connections; the client is tested against a cutting relay and the real server',
    pitfalls: ['10.22'],
    recordings: [],
  },
]
