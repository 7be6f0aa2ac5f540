import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GapGptStandIn, startGapGpt } from '../../testing/services/gapgpt.ts'
import { type PanelStandIn, startPanel } from '../../testing/services/panel.ts'
import { startVira, type ViraStandIn } from '../../testing/services/vira.ts'
import { envFile } from '../command-run.ts'
import { executable } from '../engine.ts'
import { type FreepbxBox, type FreepbxOptions, startFreepbx } from '../rig/freepbx.ts'
import { giveToAsterisk } from '../rig/freepbx-root.ts'
import { type CreditStandIn, startCredit } from './credit.ts'

/** One line of the doctor's, as programs read it. */
export interface Finding {
  readonly name: string
  readonly kind: 'well' | 'warning' | 'fault' | 'unseen'
  readonly says?: string
  readonly advice?: string
  readonly because?: string
  readonly fix?: string
}

/** What the doctor found. */
export interface Report {
  readonly code: number
  readonly checks: readonly Finding[]
  /** Everything that is not well, in short: empty on a healthy box. */
  readonly ill: readonly string[]
  of(name: string): Finding
}

/** A box, the services outside, and the doctor who comes to it. */
export interface Clinic extends AsyncDisposable {
  readonly box: FreepbxBox
  readonly vira: ViraStandIn
  readonly gapgpt: GapGptStandIn
  readonly panel: PanelStandIn
  readonly credit: CreditStandIn
  /** Settings in `/etc/salehi/salehi.env` that make the box well. */
  readonly settings: Readonly<Record<string, string>>
  /** Writes the settings, some of them otherwise; `undefined` leaves one out. */
  write(over?: Readonly<Record<string, string | undefined>>): void
  /** Runs `salehi doctor`. */
  doctor(args: readonly string[], options?: Parameters<FreepbxBox['run']>[1]): Promise<Ran>
  /** Runs it for programs. */
  report(...args: readonly string[]): Promise<Report>
  /** The same, once a shell has done something in the name space it runs in. */
  reportAfter(shell: string): Promise<Report>
  /** Keeps `/etc/asterisk` as it is now, and puts it back later. */
  keepFiles(): () => void
  /** Asterisk's console. */
  rx(command: string): Promise<string>
}

type Ran = Awaited<ReturnType<FreepbxBox['run']>>

const program = '/opt/salehi/salehi'

/** Opens it, with a box that nothing was done to yet. */
export async function openClinic(options: Omit<FreepbxOptions, 'program'>, signal: AbortSignal): Promise<Clinic> {
  await using stack = new AsyncDisposableStack()
  const box = stack.use(
    await startFreepbx({ ...options, program: process.env['SALEHI_EXECUTABLE'] ?? executable }, signal),
  )
  const vira = stack.use(await startVira({ token: 'vira-token', recognise: () => '' }))
  const gapgpt = stack.use(await startGapGpt({ key: 'gapgpt-key', classify: () => 'yes' }))
  const panel = stack.use(await startPanel({ token: 'panel-token', company: 'sina' }))
  const credit = stack.use(startCredit('sms-key'))
  const settings = {
    ...box.settings,
    COMPANY: 'sina',
    ARI_USERNAME: 'salehi',
    ARI_PASSWORD: 'secret',
    OUTBOUND_NUMBERS: '02191302954,02191302955',
    DIAL_PREFIX: 'line4',
    DATA_DIR: '/var/lib/salehi',
    VIRA_STT_TOKEN: 'vira-token',
    VIRA_STT_URL: vira.url,
    GAPGPT_API_KEY: 'gapgpt-key',
    GAPGPT_BASE_URL: gapgpt.url,
    PANEL_BASE_URL: panel.url,
    PANEL_API_TOKEN: 'panel-token',
    SMS_API_KEY: 'sms-key',
    SMS_URL: credit.url,
    SMS_FROM: '50001234',
    SMS_ADMINS: '09121111111',
  }
  setZone(box, 'Asia/Tehran')
  const write: Clinic['write'] = (over = {}) => {
    const all = Object.entries({ ...settings, ...over }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    writeFileSync(box.at('/etc/salehi/salehi.env'), envFile(Object.fromEntries(all)))
  }
  write()
  const doctor: Clinic['doctor'] = (args, own = {}) => box.run([program, 'doctor', ...args], own, signal)
  const running = stack.move()
  return {
    box,
    vira,
    gapgpt,
    panel,
    credit,
    settings,
    write,
    doctor,
    report: async (...args) => read(await doctor(['--json', ...args])),
    reportAfter: async (shell) =>
      read(await box.run(['sh', '-ec', `${shell}; exec ${program} doctor --json`], {}, signal)),
    keepFiles: () => keepFiles(box),
    rx: (command) => box.pbx.rx(command, signal),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** The zone of the box's own clock. */
export function setZone(box: FreepbxBox, zone: string): void {
  rmSync(box.at('/etc/localtime'), { force: true })
  symlinkSync(`/usr/share/zoneinfo/${zone}`, box.at('/etc/localtime'))
}

function read(ran: Ran): Report {
  const json = parsed(ran)
  const told = ({ name, kind, says, advice, because }: Finding) =>
    `${name} ${kind}: ${says ?? because} → ${advice ?? ''}`
  return {
    code: ran.code,
    checks: json.checks,
    ill: json.checks.filter(({ kind }) => kind !== 'well').map(told),
    of(name) {
      const found = json.checks.find((check) => check.name === name)
      if (found === undefined) throw new Error(`The doctor has no check named ${name}.`)
      return found
    },
  }
}

function parsed({ stdout, stderr }: Ran): { readonly checks: readonly Finding[] } {
  try {
    return JSON.parse(stdout)
  } catch (error) {
    throw new Error(`This is not what the doctor says to programs:\n${stdout}${stderr}`, { cause: error })
  }
}

function keepFiles(box: FreepbxBox): () => void {
  const etc = box.at('/etc/asterisk')
  const kept = box.at('/tmp/kept')
  rmSync(kept, { recursive: true, force: true })
  copyAll(etc, kept)
  return () => {
    for (const name of readdirSync(etc)) rmSync(join(etc, name), { recursive: true })
    copyAll(kept, etc)
    giveToAsterisk(etc)
  }
}

function copyAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name))
}
