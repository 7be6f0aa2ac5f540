import { Database } from 'bun:sqlite'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { openStore } from '../store/store.ts'
import type { Box } from './box.ts'

/** What a bad start may point at. */
export interface Surroundings {
  readonly box: Box
  /** Origin of an HTTP server that has one page for every address. */
  readonly webServer: string
}

/** A start that must be refused, and what the person who made it must be told. */
export interface BadStart {
  /** The sentence the test goes by. */
  readonly name: string
  /** `run --until-done` unless given. */
  readonly args?: readonly string[]
  /** Over the settings of a box without a panel. Paths are relative to the folder it runs in. */
  readonly settings?: (at: Surroundings) => Readonly<Record<string, string>>
  /** Lays what is wrong into the folder it runs in. */
  readonly prepare?: (folder: string) => void
  readonly asNobody?: boolean
  /** Programs in PATH; ffmpeg unless given. */
  readonly programs?: readonly string[]
  readonly code: 1 | 78
  /** What is wrong, where, and what to do. */
  readonly says: readonly RegExp[]
}

const sounds = { AST_SOUND_DIR: 'sounds/custom' }
const soundFolder = (folder: string): void => void mkdirSync(join(folder, 'sounds/custom'), { recursive: true })
const openSoundFolder = (folder: string): void => {
  soundFolder(folder)
  chmodSync(join(folder, 'sounds/custom'), 0o777)
}

/** Asterisk, and the way to it. */
const asterisk: readonly BadStart[] = [
  {
    name: 'a wrong ARI password names the user and where the password is compared',
    settings: () => ({ ARI_PASSWORD: 'Mistyped-Secret-1' }),
    code: 78,
    says: [
      /does not accept the ARI user "salehi" with this password/,
      /Compare ARI_USERNAME and ARI_PASSWORD/,
      /ari\.conf/,
    ],
  },
  {
    name: 'an ARI address where nobody listens asks whether Asterisk runs',
    settings: () => ({ ARI_BASE_URL: 'http://127.0.0.1:1/ari' }),
    code: 1,
    says: [/ARI_BASE_URL: nothing listens there/, /Is Asterisk running, and is its HTTP server enabled/],
  },
  {
    name: 'an HTTP server that is not Asterisk is told apart from one',
    settings: ({ webServer }) => ({ ARI_BASE_URL: `${webServer}/ari` }),
    code: 78,
    says: [/What answers at ARI_BASE_URL is not the ARI of an Asterisk/, /usually ends in :8088\/ari/],
  },
  {
    name: 'a path of Asterisk that is not ARI says how the address usually ends',
    settings: ({ box }) => ({ ARI_BASE_URL: box.rig.pbx.ariUrl.replace(/ari$/, 'asterisk') }),
    code: 78,
    says: [/there is no ARI there \(status 404\)/, /usually ends in :8088\/ari/],
  },
  {
    name: 'a wrong address of the events names its setting and how it should look',
    settings: () => ({ ARI_WS_URL: 'ws://127.0.0.1:1/ari/events' }),
    code: 78,
    says: [/event socket at ARI_WS_URL does not open/, /usually is ARI_BASE_URL with ws:\/\//],
  },
  {
    name: 'an ARI user who may only look is told from one who may call',
    settings: () => ({ ARI_USERNAME: 'viewer' }),
    code: 78,
    says: [/The ARI user "viewer" may only look/, /read_only=no in its section of ari\.conf/],
  },
]

/** Prompts, and the folder Asterisk plays them from. */
const prompts: readonly BadStart[] = [
  {
    name: 'a box without ffmpeg is told how to install it',
    settings: () => sounds,
    prepare: soundFolder,
    programs: [],
    code: 1,
    says: [/ffmpeg was not found/, /apt-get install ffmpeg/, /salehi prompts/],
  },
  {
    name: 'a missing sound folder names the setting that leads to it',
    settings: () => sounds,
    code: 1,
    says: [/\/sounds does not exist/, /AST_SOUND_DIR/],
  },
  {
    name: 'a file in place of the sound folder is named',
    settings: () => sounds,
    prepare: (folder) => {
      mkdirSync(join(folder, 'sounds'))
      writeFileSync(join(folder, 'sounds/custom'), '')
    },
    code: 1,
    says: [/\/sounds\/custom\/sina failed \(.*not a directory/, /salehi prompts/],
  },
  {
    name: 'a sound folder this user may not write comes with the command that gives the right',
    settings: () => sounds,
    prepare: soundFolder,
    asNobody: true,
    code: 1,
    says: [/\/sounds\/custom\/sina is not allowed to this user/, /sudo chown -R asterisk:asterisk/],
  },
  {
    name: 'a sound folder this user may not even look into comes with the command that gives the right',
    settings: () => sounds,
    prepare: (folder) => {
      openSoundFolder(folder)
      chmodSync(join(folder, 'sounds'), 0o700)
    },
    asNobody: true,
    code: 1,
    says: [/\/sounds\/custom\/sina is not allowed to this user/, /sudo chown -R asterisk:asterisk/],
  },
]

/** The engine's own folder and its database. */
const data: readonly BadStart[] = [
  {
    name: 'a file in place of DATA_DIR is named',
    prepare: (folder) => writeFileSync(join(folder, 'data'), ''),
    code: 78,
    says: [/DATA_DIR .*\/data cannot be made \(a file stands in its place\)/, /a folder this user may write/],
  },
  {
    name: 'a DATA_DIR this user may not make is named',
    settings: () => ({ ...sounds, DATA_DIR: '/proc/salehi' }),
    prepare: openSoundFolder,
    code: 78,
    says: [/DATA_DIR \/proc\/salehi cannot be made/, /a folder this user may write/],
  },
  {
    name: 'a DATA_DIR this user may not write is named',
    settings: () => sounds,
    prepare: (folder) => {
      openSoundFolder(folder)
      mkdirSync(join(folder, 'data'))
    },
    asNobody: true,
    code: 78,
    says: [/\/data\/engine\.lock cannot be opened or written/, /give this user the right to the folder/],
  },
  {
    name: 'a database that is none is told to be damaged, with the way to save it',
    prepare: (folder) => {
      mkdirSync(join(folder, 'data'))
      writeFileSync(join(folder, 'data/salehi.db'), 'This was written over the database by mistake.\n'.repeat(200))
    },
    code: 78,
    says: [/\/data\/salehi\.db is damaged/, /keep a copy/, /backup in its place/],
  },
  {
    name: 'a database with a damaged middle is found before anybody is called',
    prepare: (folder) => {
      const file = join(folder, 'data/salehi.db')
      openStore(file, systemClock)[Symbol.dispose]()
      damage(file)
    },
    code: 78,
    says: [/\/data\/salehi\.db is damaged/, /sqlite3 .*salehi\.db \.recover/],
  },
  {
    name: "another program's database is left alone",
    prepare: (folder) => {
      mkdirSync(join(folder, 'data'))
      using other = new Database(join(folder, 'data/salehi.db'))
      other.run('CREATE TABLE letters (id INTEGER)')
    },
    code: 78,
    says: [/\/data\/salehi\.db is not a database of salehi/, /move it away, or set DATA_DIR elsewhere/],
  },
]

/** Company, scenarios, pages. */
const house: readonly BadStart[] = [
  {
    name: 'an unknown company is told which ones there are',
    settings: () => ({ COMPANY: 'sinaa' }),
    code: 78,
    says: [
      /COMPANY "sinaa": there is no such company; there is agrad, salehi, sina/,
      /SCENARIOS_DIR: sinaa\/sinaa\.yaml/,
    ],
  },
  {
    name: 'a folder of scenarios that is not there is named',
    settings: () => ({ SCENARIOS_DIR: 'mine' }),
    code: 78,
    says: [/SCENARIOS_DIR .*\/mine cannot be read/, /a folder this user may read/],
  },
  {
    name: 'a mangled scenario is told file by line by column, every fault at once',
    settings: () => ({ SCENARIOS_DIR: 'mine' }),
    prepare: (folder) => {
      mkdirSync(join(folder, 'mine/sina'), { recursive: true })
      writeFileSync(join(folder, 'mine/sina/sina.yaml'), mangled)
    },
    code: 78,
    says: [
      /mine\/sina\/sina\.yaml:9:17: attempts must be a whole number .* "twice"/,
      /mine\/sina\/sina\.yaml:11:21: there is no verb "sya"; did you mean "say"\?/,
      /mine\/sina\/sina\.yaml:10:7: ask needs "expect"/,
      /mine\/sina\/sina\.yaml:12:27: there is no disposition "not_intrested"; did you mean "not_interested"\?/,
    ],
  },
  {
    name: 'an address for the pages that is taken says so and offers another',
    settings: ({ box }) => ({ WEB_LISTEN: `127.0.0.1:${new URL(box.vira.url).port}` }),
    code: 1,
    says: [/WEB_LISTEN 127\.0\.0\.1:\d+ cannot be used/, /is salehi running already\?/, /write another address/],
  },
  {
    name: 'settings this user may not read come with the command that gives the right',
    prepare: (folder) => chmodSync(join(folder, '.env'), 0o600),
    asNobody: true,
    code: 78,
    says: [/\/\.env\): may not be read by this user/, /sudo chgrp asterisk .*\.env && sudo chmod 640/],
  },
]

const mangled = `salehi: 1
name: sina
title: مجموعه‌ی سینا
language: fa-IR
prompts: { hello: { audio: hello.mp3, says: سلام }, goodby: { audio: goodby.mp3, says: خدانگهدار } }
intents: { interest: { yes: { phrases: [بله] }, no: { phrases: [نه] } } }
flow:
  outbound:
    - attempts: twice
      ask: hello
      on: { yes: [{ sya: goodby }],
            no: { hangup: not_intrested } }
`

/** Overwrites the second page, as a broken disk would. */
function damage(file: string): void {
  using db = new Database(file)
  const { page_size } = db.query<{ page_size: number }, []>('PRAGMA page_size').get() ?? { page_size: 4096 }
  db.close()
  const bytes = new Uint8Array(readFileSync(file))
  bytes.fill(0x5a, page_size, 2 * page_size)
  writeFileSync(file, bytes)
}

/** Every start that must be refused. */
export const badStarts: readonly BadStart[] = [...asterisk, ...prompts, ...data, ...house]
