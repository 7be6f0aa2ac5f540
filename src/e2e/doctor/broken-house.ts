import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Broken } from './broken.ts'
import { setZone } from './clinic.ts'

const sounds = '/var/lib/asterisk/sounds/custom'
const recordings = '/var/spool/asterisk/recording'
const asterisk = 101

/** Settings, scenarios, folders, programs and the clock. */
export const brokenHouse: readonly Broken[] = [
  {
    name: 'a setting that is written wrongly is told with its line, and the rest is looked at all the same',
    breaks: ({ write }) => {
      write({ MAX_CONCURRENT_CALLS: 'two' })
      return undefined
    },
    check: 'settings',
    kind: 'fault',
    says: /MAX_CONCURRENT_CALLS \(\/etc\/salehi\/salehi\.env:\d+\) "two" is not a whole number/,
    advice: /MAX_CONCURRENT_CALLS=2/,
    code: 78,
  },
  {
    name: 'a company there is none of is told with those there are',
    breaks: ({ write }) => {
      write({ COMPANY: 'cina' })
      return undefined
    },
    check: 'scenarios',
    kind: 'fault',
    says: /no scenario for the company "cina"; there are agrad, salehi, sina/,
    advice: /salehi check/,
    unseen: ['zone'],
    code: 78,
  },
  {
    name: 'a broken scenario is told with its line',
    breaks: ({ write, box }) => {
      mkdirSync(box.at('/etc/salehi/scenarios/sina'), { recursive: true })
      writeFileSync(box.at('/etc/salehi/scenarios/sina/sina.yaml'), 'scenario: sina\noutbound:\n  - sing: hello\n')
      write({ SCENARIOS_DIR: '/etc/salehi/scenarios' })
      return undefined
    },
    check: 'scenarios',
    kind: 'fault',
    says: /sina\.yaml:\d+: /,
    advice: /salehi check/,
    code: 78,
  },
  {
    name: 'a folder of sounds salehi may not write is handed to it',
    breaks: ({ box }) => {
      chownSync(box.at(sounds), 0, 0)
      chmodSync(box.at(sounds), 0o755)
      return undefined
    },
    check: 'sounds',
    kind: 'fault',
    says: /salehi \(asterisk\) may not write/,
    advice: /chown asterisk/,
    fixed: true,
  },
  {
    name: 'a folder of sounds that is not the one Asterisk plays from is told',
    breaks: ({ write, box }) => {
      mkdirSync(box.at('/opt/sounds/custom'), { recursive: true })
      write({ AST_SOUND_DIR: '/opt/sounds/custom' })
      return undefined
    },
    check: 'sounds',
    kind: 'fault',
    says: /but Asterisk plays custom sounds from \/var\/lib\/asterisk\/sounds\/custom/,
    advice: /set AST_SOUND_DIR=\/var\/lib\/asterisk\/sounds\/custom/,
  },
  {
    name: 'a folder of recordings that is gone is made',
    breaks: ({ box }) => {
      rmSync(box.at(recordings), { recursive: true })
      return undefined
    },
    check: 'recordings',
    kind: 'fault',
    says: /recording is not there/,
    advice: /mkdir -p \/var\/spool\/asterisk\/recording/,
    fixed: true,
  },
  {
    name: 'a folder of recordings Asterisk cannot write is handed to it',
    breaks: ({ box }) => {
      chownSync(box.at(recordings), 0, 0)
      chmodSync(box.at(recordings), 0o700)
      return undefined
    },
    check: 'recordings',
    kind: 'fault',
    says: /Asterisk \(asterisk\) may not enter/,
    advice: /chown asterisk/,
    fixed: true,
  },
  {
    name: 'prompts that are gone are installed',
    breaks: ({ box }) => {
      rmSync(box.at(`${sounds}/sina`), { recursive: true })
      return undefined
    },
    check: 'prompts',
    kind: 'warning',
    says: /custom\/sina\/\w+ is missing/,
    advice: /salehi prompts/,
    fixed: true,
  },
  {
    name: 'an ffmpeg that is missing is told with the command that installs it',
    breaks: ({ box }) => {
      const [here, away] = [box.at('/usr/local/bin/ffmpeg'), box.at('/opt/ffmpeg.away')]
      renameSync(here, away)
      return Promise.resolve(async () => renameSync(away, here))
    },
    check: 'ffmpeg',
    kind: 'fault',
    says: /is not installed/,
    advice: /apt-get install ffmpeg/,
  },
  {
    name: 'a data folder salehi may not write is handed to it',
    breaks: ({ box }) => {
      chownSync(box.at('/var/lib/salehi'), 0, 0)
      return Promise.resolve(async () => chownSync(box.at('/var/lib/salehi'), asterisk, asterisk))
    },
    check: 'data',
    kind: 'fault',
    says: /DATA_DIR: salehi \(asterisk\) may not \w+ \/var\/lib\/salehi/,
    advice: /chown asterisk: \/var\/lib\/salehi/,
    fixed: true,
  },
  {
    name: 'a disk that is nearly full is told before a call fails for it',
    breaks: ({ write }) => {
      write({ DATA_DIR: '/mnt' })
      return undefined
    },
    before: 'mount -t tmpfs -o size=1m,mode=777 none /mnt',
    check: 'disk',
    kind: 'fault',
    says: /the disk of DATA_DIR \(\/mnt\) is full/,
    advice: /old recordings/,
  },
  {
    name: 'a clock that is wrong is told by the clocks outside',
    breaks: ({ write }) => {
      const date = new Date(Date.now() - 600_000).toUTCString()
      const late = Bun.serve({
        hostname: '127.0.0.1',
        port: 0,
        fetch: () => new Response('{}', { headers: { date } }),
      })
      write({ PANEL_BASE_URL: `http://127.0.0.1:${late.port}` })
      return Promise.resolve(() => late.stop(true))
    },
    check: 'clock',
    kind: 'fault',
    says: /clock is (59\d|60\d) s ahead/,
    advice: /timedatectl set-ntp true/,
  },
  {
    name: 'a machine in another zone than the calling hours is told',
    breaks: ({ box }) => {
      setZone(box, 'Europe/Berlin')
      return Promise.resolve(async () => setZone(box, 'Asia/Tehran'))
    },
    check: 'zone',
    kind: 'warning',
    says: /calls go by Asia\/Tehran.*this machine by Europe\/Berlin/,
    advice: /timedatectl set-timezone Asia\/Tehran/,
  },
]
