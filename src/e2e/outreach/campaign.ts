import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallRecord } from '../../domain/record.ts'
import type { PanelReport } from '../../testing/services/panel-state.ts'
import { type Box, type BoxOptions, startBox } from '../box.ts'
import { type Engine, executable } from '../engine.ts'
import type { PromptFile } from '../rig/heard-prompts.ts'
import type { Rig } from '../rig/rig.ts'
import type { ExpectedCall } from './expected-call.ts'
import { installedPrompts, promptFolder } from './installed-prompts.ts'
import { type Kept, readKept } from './kept.ts'
import { remains } from './remains.ts'

/** A list of customers the executable is to call, on a box of its own. */
export interface CampaignPlan {
  readonly company: 'salehi' | 'sina'
  readonly calls: readonly ExpectedCall[]
  /** Numbers that stand behind the others on the list and must not be called. */
  readonly uncalled?: readonly string[]
  readonly box?: Omit<BoxOptions, 'company' | 'numbers'>
  /** Over the settings of the box. */
  readonly settings?: Readonly<Record<string, string>>
  /** Recordings of the owner's, beside the executable: name → the prompt whose sound it has. */
  readonly ownPrompts?: Readonly<Record<string, string>>
  /** Before the executable starts. */
  readonly prepare?: (box: Box) => Promise<void>
  /** While it runs, beside the calls. */
  readonly during?: (rig: Rig, engine: Engine, signal: AbortSignal) => Promise<void>
}

/** A campaign that is over; its recordings last until the disposal of what started it. */
export interface Campaign {
  readonly plan: CampaignPlan
  readonly box: Box
  readonly prompts: readonly PromptFile[]
  /** What the store holds. */
  readonly kept: Kept
  /** What Asterisk still held when every call was over and the executable still ran. */
  readonly remains: readonly string[]
  readonly exitCode: number
  readonly output: string
  reportsOf(call: ExpectedCall): readonly PanelReport[]
  recordOf(call: ExpectedCall): CallRecord | undefined
}

/** A campaign whose executable is at work with an empty list. */
export interface StartedCampaign extends AsyncDisposable {
  /** Hands out the whole list, waits until each number is reported, and ends the executable. */
  call(signal: AbortSignal): Promise<Campaign>
}

const longestMs = 100_000
const cleanUpMs = 5_000

/** Brings up box and executable. */
export async function startCampaign(plan: CampaignPlan, signal: AbortSignal): Promise<StartedCampaign> {
  await using stack = new AsyncDisposableStack()
  const box = stack.use(await startBox({ ...plan.box, company: plan.company }, signal))
  const folder = mkdtempSync(join(tmpdir(), 'salehi-campaign-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const prompts = await installedPrompts(plan.company, join(folder, 'heard'), signal)
  await plan.prepare?.(box)
  const settings = { DIALER_BATCH_SIZE: '50', FAIL_ALERT_THRESHOLD: '100', ...plan.settings }
  const program = plan.ownPrompts === undefined ? {} : { program: ownExecutable(folder, plan.company, plan.ownPrompts) }
  const engine = stack.use(box.run({ settings, folder: join(folder, 'engine'), ...program }))
  await engine.line(/panel\.registered.*outbound lines/, signal)
  const resources = stack.move()
  const call = async (own: AbortSignal): Promise<Campaign> => {
    const over = await callEverybody(plan, box, engine, own)
    const kept = readKept(join(engine.folder, 'data/salehi.db'))
    const recordOf = ({ number }: ExpectedCall) => kept.calls.find((record) => record.contact.phone === number)
    return { plan, box, prompts, kept, ...over, recordOf }
  }
  return { call, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

async function callEverybody(plan: CampaignPlan, { panel, rig }: Box, engine: Engine, signal: AbortSignal) {
  const phones = [...plan.calls.map(({ number }) => number), ...(plan.uncalled ?? [])]
  const ids = new Map(phones.map((phone, at) => [phone, firstId + at]))
  panel.offer([...ids].map(([phone_number, id]) => ({ id, phone_number })))
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
  // Who is not reported fails the test of that call, with what else is known of it.
  const reported = panel.reports.reached(plan.calls.length, limit).catch(() => undefined)
  await Promise.all([reported, plan.during?.(rig, engine, limit)])
  const callIds = panel.reports.all.map(({ idempotencyKey }) => idempotencyKey)
  const left = await remains(rig.pbx, callIds, AbortSignal.any([signal, AbortSignal.timeout(cleanUpMs)]))
  engine.kill('SIGTERM')
  const exitCode = await engine.exited
  // The recordings are there; two exchanges less leave more of the machine to the calls that go on.
  await Promise.all([rig.pbx.stop(), rig.carrier.stop()])
  const reportsOf = ({ number }: ExpectedCall): readonly PanelReport[] =>
    panel.reports.all.filter(({ body }) => body['number_id'] === ids.get(number))
  return { remains: left, exitCode, output: engine.output, reportsOf }
}

const firstId = 1_001

/** A copy of the executable with recordings beside it. */
function ownExecutable(folder: string, scenario: string, prompts: Readonly<Record<string, string>>): string {
  const home = join(folder, 'home')
  const audio = join(home, 'assets/audio', scenario)
  mkdirSync(audio, { recursive: true })
  for (const [name, sound] of Object.entries(prompts)) {
    copyFileSync(join(promptFolder(scenario), `${sound}.mp3`), join(audio, `${name}.mp3`))
  }
  copyFileSync(executable, join(home, 'salehi'))
  return join(home, 'salehi')
}
