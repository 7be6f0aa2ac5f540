import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallRecord } from '../../domain/record.ts'
import type { PanelReport } from '../../testing/services/panel-state.ts'
import { type Box, type BoxOptions, startBox } from '../box.ts'
import { type Engine, executable } from '../engine.ts'
import type { PromptFile } from '../rig/heard-prompts.ts'
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
  readonly during?: (box: Box, engine: Engine, signal: AbortSignal) => Promise<void>
}

/** A campaign that is over: the executable has ended, the telephone network still stands with its recordings. */
export interface Campaign extends AsyncDisposable {
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

const longestMs = 100_000
const cleanUpMs = 5_000

/**
 * Calls the whole list at once, waits until each number is reported, and ends the executable.
 * @param onStarted told once the executable is at work, or cannot be
 */
export async function runCampaign(plan: CampaignPlan, onStarted: () => void, signal: AbortSignal): Promise<Campaign> {
  await using stack = new AsyncDisposableStack()
  const phones = [...plan.calls.map((call) => call.number), ...(plan.uncalled ?? [])]
  const numbers = phones.map((phone, at) => ({ id: 1_001 + at, phone_number: phone }))
  const box = stack.use(await startBox({ ...plan.box, company: plan.company, numbers }, signal))
  const folder = mkdtempSync(join(tmpdir(), 'salehi-campaign-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const prompts = await installedPrompts(plan.company, join(folder, 'heard'), signal)
  await plan.prepare?.(box)
  const settings = { DIALER_BATCH_SIZE: '50', FAIL_ALERT_THRESHOLD: '100', ...plan.settings }
  const program = plan.ownPrompts === undefined ? {} : { program: ownExecutable(folder, plan.company, plan.ownPrompts) }
  const engine = stack.use(box.run({ settings, folder: join(folder, 'engine'), ...program }))
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
  // Who is not reported fails the test of that call, with what else is known of it.
  const reported = box.panel.reports.reached(plan.calls.length, limit).catch(() => undefined)
  await engine.line(/ari\.up/, limit).finally(onStarted)
  await Promise.all([reported, plan.during?.(box, engine, limit)])
  const left = await remains(box.rig.pbx, AbortSignal.any([signal, AbortSignal.timeout(cleanUpMs)]))
  engine.kill('SIGTERM')
  const exitCode = await engine.exited
  const kept = readKept(join(folder, 'engine/data/salehi.db'))
  const resources = stack.move()
  const reportsOf = ({ number }: ExpectedCall): readonly PanelReport[] =>
    box.panel.reports.all.filter(({ body }) => body['number_id'] === idOf(number))
  const idOf = (phone: string): number | undefined => numbers.find((one) => one.phone_number === phone)?.id
  return {
    plan,
    box,
    prompts,
    kept,
    remains: left,
    exitCode,
    output: engine.output,
    reportsOf,
    recordOf: ({ number }) => kept.calls.find((record) => record.contact.phone === number),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

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
