import { writeFileSync } from 'node:fs'
import { AriEvents } from '../rig/ari-probe.ts'
import type { Broken } from './broken.ts'
import { append, edit, textIn, untilSaid } from './files.ts'
import { startOtherVersion } from './other-version.ts'

/** Asterisk itself, its HTTP server, ARI, the way in. */
export const brokenAsterisk: readonly Broken[] = [
  {
    name: 'an Asterisk that does not run is told as that, and what is behind it is not guessed at',
    breaks: async ({ box }) => {
      await box.pbx.stop()
      return async () => {
        const limit = AbortSignal.timeout(20_000)
        await box.pbx.start(limit)
        await box.untilTrunk(limit)
      }
    },
    check: 'asterisk',
    kind: 'fault',
    says: /does not run/,
    advice: /fwconsole start/,
    unseen: ['ari-user', 'version', 'events', 'app', 'modules', 'dialplan', 'trunk'],
  },
  {
    name: 'an HTTP server that is switched off is switched on',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/http_additional.conf', 'enabled=yes', 'enabled=no')
      await clinic.rx('module reload http')
      return undefined
    },
    check: 'http',
    kind: 'fault',
    says: /switched off/,
    advice: /enabled = yes.*mini-HTTP/,
    unseen: ['ari-user', 'events'],
    fixed: true,
  },
  {
    name: 'a sessionlimit that is too small is raised',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/http_additional.conf', 'sessionlimit=100', 'sessionlimit=12')
      return undefined
    },
    check: 'http',
    kind: 'fault',
    says: /sessionlimit = 12/,
    advice: /raise it to 500/,
    fixed: true,
  },
  {
    name: 'an ARI that is switched off is switched on',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/ari_general_additional.conf', 'enabled=yes', 'enabled=no')
      await clinic.rx('module reload res_ari.so')
      return undefined
    },
    check: 'ari',
    kind: 'fault',
    says: /no ARI there \(status (404|403)\)/,
    advice: /enabled = yes into \[general\] of ari\.conf/,
    unseen: ['ari-user', 'version', 'events', 'app'],
    fixed: true,
  },
  {
    name: 'a wrong address of ARI is corrected from what http.conf says',
    breaks: ({ write, box }) => {
      write({ ARI_BASE_URL: box.pbx.ariUrl.replace(':8088', ':8089') })
      return undefined
    },
    check: 'ari',
    kind: 'fault',
    says: /cannot be reached at ARI_BASE_URL.*nothing listens there/,
    advice: /set ARI_BASE_URL=http:\/\/127\.[\d.]+:8088\/ari/,
    unseen: ['ari-user'],
  },
  {
    name: 'a password that was changed in the settings is written to the ARI user that is ours',
    breaks: ({ write }) => {
      write({ ARI_PASSWORD: 'another;one' })
      return undefined
    },
    check: 'ari-user',
    kind: 'fault',
    says: /does not accept "salehi" with this password/,
    advice: /Asterisk REST Interface Users/,
    unseen: ['version', 'events', 'app'],
    fixed: true,
  },
  {
    name: 'an ARI user that is missing is made, and named in the settings',
    breaks: async (clinic) => {
      clinic.write({ ARI_USERNAME: undefined, ARI_PASSWORD: undefined })
      edit(clinic, '/etc/asterisk/ari_additional_custom.conf', /; >>> salehi[\s\S]*<<<\n/, '')
      await clinic.rx('module reload res_ari.so')
      return undefined
    },
    check: 'settings',
    kind: 'fault',
    says: /ARI_USERNAME \(not set\) is missing.*ARI_PASSWORD \(not set\) is missing/,
    advice: /salehi\.env: ARI_USERNAME=/,
    unseen: ['ari-user'],
    code: 78,
    fixed: true,
  },
  {
    name: "a user of somebody else's with another password is left alone, and told where it stands",
    breaks: async (clinic) => {
      const file = '/etc/asterisk/ari_additional_custom.conf'
      append(clinic, file, '\n[theirs]\ntype=user\nread_only=no\npassword=theirs\n')
      clinic.write({ ARI_USERNAME: 'theirs' })
      await clinic.rx('module reload res_ari.so')
      return undefined
    },
    check: 'ari-user',
    kind: 'fault',
    says: /does not accept "theirs" with this password/,
    advice: /stands in \/etc\/asterisk\/ari_additional_custom\.conf:\d+.*ARI_PASSWORD/,
    leftAlone: true,
  },
  {
    name: 'a user who may only look is told from one who may call',
    breaks: ({ write }) => {
      write({ ARI_USERNAME: 'dashboard', ARI_PASSWORD: 'owned-by-somebody-else' })
      return undefined
    },
    check: 'ari-user',
    kind: 'fault',
    says: /"dashboard" may only look/,
    advice: /read_only = no/,
    unseen: ['events'],
  },
  {
    name: 'a version known to lock up is named, with the one to update to',
    breaks: async ({ write, box }) => {
      const other = startOtherVersion(box.pbx, '22.9.0')
      write({ ARI_BASE_URL: other.url, ARI_WS_URL: box.pbx.ariWsUrl })
      return () => other[Symbol.asyncDispose]()
    },
    check: 'version',
    kind: 'warning',
    says: /22\.9\.0 can lock up/,
    advice: /update Asterisk/,
  },
  {
    name: 'an event socket that does not open names its setting',
    breaks: ({ write, box }) => {
      write({ ARI_WS_URL: `${box.pbx.ariWsUrl}-elsewhere` })
      return undefined
    },
    check: 'events',
    kind: 'fault',
    says: /does not open/,
    advice: /set ARI_WS_URL to ARI_BASE_URL with ws:\/\//,
  },
  {
    name: 'the time-out that makes deaf sockets is raised',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/ari_general_custom.conf', 'websocket_write_timeout = 5000', '')
      return undefined
    },
    check: 'write-timeout',
    kind: 'warning',
    says: /websocket_write_timeout of ari\.conf is 100 ms/,
    advice: /websocket_write_timeout = 5000/,
    fixed: true,
  },
  {
    name: 'an application another program has taken is told',
    breaks: async ({ box }) => {
      const other = await AriEvents.connect(box.pbx, 'salehi', false)
      return () => other[Symbol.asyncDispose]()
    },
    check: 'app',
    kind: 'fault',
    says: /another program is connected.*"salehi"/,
    advice: /stop it, or give this one a name of its own in ARI_APP_NAME/,
  },
  {
    name: 'a module that is not loaded is named, with the command that loads it',
    breaks: async ({ rx }) => {
      await rx('module unload app_stasis.so')
      return () => rx('module load app_stasis.so')
    },
    check: 'modules',
    kind: 'fault',
    says: /not loaded: app_stasis/,
    advice: /module load app_stasis\.so/,
  },
  {
    name: 'a dialplan without a way in gets one',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/extensions_custom.conf', /; >>> salehi[\s\S]*<<<\n/, '')
      await clinic.rx('dialplan reload')
      return undefined
    },
    check: 'dialplan',
    kind: 'warning',
    says: /no context of the dialplan hands calls to Stasis\(salehi\)/,
    advice: /\[salehi-inbound\]/,
    fixed: true,
  },
  {
    name: 'an application of another name gets its way in, in the place of the earlier one',
    breaks: ({ write }) => {
      write({ ARI_APP_NAME: 'academy' })
      return undefined
    },
    check: 'dialplan',
    kind: 'warning',
    says: /hands calls to Stasis\(academy\)/,
    advice: /\[salehi-inbound\]/,
    fixed: true,
  },
  {
    name: 'an inbound route that leads elsewhere is told where to point it',
    breaks: async (clinic) => {
      edit(clinic, '/etc/asterisk/extensions_additional.conf', 'Goto(salehi-inbound,s,1)', 'Hangup()')
      await clinic.rx('dialplan reload')
      return undefined
    },
    check: 'dialplan',
    kind: 'warning',
    says: /calls from the trunk begin in \[from-trunk\], from which no way to \[salehi-inbound\] was found/,
    advice: /Custom Destinations: target salehi-inbound,s,1.*Inbound Routes/,
  },
  {
    name: "a context of the owner's under our name is left alone",
    breaks: async (clinic) => {
      const file = '/etc/asterisk/extensions_custom.conf'
      const without = textIn(clinic, file).replace(/; >>> salehi[\s\S]*<<<\n/, '')
      writeFileSync(clinic.box.at(file), `${without}\n[salehi-inbound]\nexten => s,1,Stasis(other)\n`)
      await clinic.rx('dialplan reload')
      await untilSaid(clinic, 'dialplan show salehi-inbound', /Stasis\(other\)/)
      return undefined
    },
    check: 'dialplan',
    kind: 'warning',
    says: /no context of the dialplan hands calls/,
    advice:
      /\[salehi-inbound\] in \/etc.*extensions_custom\.conf:\d+ is not salehi's own.*let it call Stasis\(salehi\)/,
    leftAlone: true,
  },
]
