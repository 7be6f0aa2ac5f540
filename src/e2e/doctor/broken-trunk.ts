import type { Broken } from './broken.ts'
import { edit, untilSaid } from './files.ts'

const files = {
  endpoint: '/etc/asterisk/pjsip.endpoint.conf',
  aor: '/etc/asterisk/pjsip.aor.conf',
  registration: '/etc/asterisk/pjsip.registration.conf',
} as const
const reload = 'module reload res_pjsip.so'
const shown = 'pjsip show endpoint TO-CUCM-Gaptel'

/** The trunk and what it is dialled by. */
export const brokenTrunk: readonly Broken[] = [
  {
    name: 'a trunk that does not exist is told with those that do',
    breaks: ({ write }) => {
      write({ OUTBOUND_TRUNK: 'Gaptel' })
      return undefined
    },
    check: 'trunk',
    kind: 'fault',
    says: /knows no PJSIP trunk "Gaptel"/,
    advice: /set OUTBOUND_TRUNK to one there is \(TO-CUCM-Gaptel\)/,
    unseen: ['registration', 'qualify', 'rtp-timeout', 'codecs'],
  },
  {
    name: 'a trunk its carrier does not let register is told',
    breaks: async (clinic) => {
      edit(clinic, files.registration, 'sip:registered@', 'sip:stranger@')
      await clinic.rx('module reload res_pjsip_outbound_registration.so')
      await untilSaid(clinic, 'pjsip show registrations', /Rejected|Unregistered/)
      return undefined
    },
    check: 'registration',
    kind: 'fault',
    says: /is not registered with its carrier \((Rejected|Unregistered)\)/,
    advice: /compare .*user name and secret/,
  },
  {
    name: 'a carrier that does not answer is told before a call is tried',
    breaks: async (clinic) => {
      const { box } = clinic
      await box.carrier.kill9()
      await untilSaid(clinic, 'pjsip show contacts', /Unavail/)
      return () => box.carrier.start(AbortSignal.timeout(20_000))
    },
    check: 'qualify',
    kind: 'fault',
    says: /does not answer Asterisk/,
    advice: /internet connection, the firewall/,
  },
  {
    name: 'a trunk that is never asked for signs of life is told',
    breaks: async (clinic) => {
      edit(clinic, files.aor, 'qualify_frequency=2', 'qualify_frequency=0')
      await clinic.rx(reload)
      await untilSaid(clinic, 'pjsip show contacts', /NonQual|Unknown/)
      return undefined
    },
    check: 'qualify',
    kind: 'warning',
    says: /does not ask whether it is there/,
    advice: /qualify_frequency = 60/,
  },
  {
    name: 'a trunk on which a vanished caller stays for ever gets its rtp_timeout',
    breaks: async (clinic) => {
      edit(clinic, files.endpoint, 'rtp_timeout=60\n', '')
      await clinic.rx(reload)
      await untilSaid(clinic, shown, /rtp_timeout +: 0/)
      return undefined
    },
    check: 'rtp-timeout',
    kind: 'warning',
    says: /a call whose far end vanished stays up/,
    advice: /rtp_timeout = 60/,
    fixed: true,
  },
  {
    name: 'a trunk whose only codec Asterisk cannot make is told',
    breaks: async (clinic) => {
      edit(clinic, files.endpoint, 'allow=alaw,ulaw', 'allow=g729')
      await clinic.rx(reload)
      await untilSaid(clinic, shown, /allow +: \(g729\)/)
      return undefined
    },
    check: 'codecs',
    kind: 'fault',
    says: /allows g729, which Asterisk cannot make/,
    advice: /allow alaw and ulaw/,
  },
  {
    name: 'a dial prefix nobody chose is asked about',
    breaks: ({ write }) => {
      write({ DIAL_PREFIX: undefined })
      return undefined
    },
    check: 'dial-prefix',
    kind: 'warning',
    says: /DIAL_PREFIX is not set.*last four digits/,
    advice: /DIAL_PREFIX=none, or DIAL_PREFIX=line4/,
  },
]
