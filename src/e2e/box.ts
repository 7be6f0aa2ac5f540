import { type ChatPrompt, type GapGptStandIn, startGapGpt } from '../testing/services/gapgpt.ts'
import { type PanelStandIn, startPanel } from '../testing/services/panel.ts'
import type { PanelAgent, PanelNumber } from '../testing/services/panel-state.ts'
import { startVira, type ViraStandIn } from '../testing/services/vira.ts'
import { type Engine, type EngineOptions, startEngine } from './engine.ts'
import { ari } from './rig/ari-probe.ts'
import { clipEar, type Recognised } from './rig/listen.ts'
import { type Rig, type RigOptions, startRig } from './rig/rig.ts'

/** A company's box: a real Asterisk with a carrier full of customers, and stand-ins for the services outside. */
export interface Box extends AsyncDisposable {
  readonly rig: Rig
  readonly vira: ViraStandIn
  readonly gapgpt: GapGptStandIn
  readonly panel: PanelStandIn
  /** The settings of an engine on this box, panel included. */
  readonly settings: Readonly<Record<string, string>>
  /** The same without a panel. */
  readonly settingsWithoutPanel: Readonly<Record<string, string>>
  /** Starts the executable for the company. */
  run(options?: Partial<EngineOptions>): Engine
  /** What Asterisk still holds: ids of channels and bridges. Empty once every call has ended. */
  leftovers(signal: AbortSignal): Promise<readonly string[]>
}

export interface BoxOptions {
  readonly company: string
  readonly numbers?: readonly PanelNumber[]
  readonly agents?: readonly PanelAgent[]
  readonly rig?: RigOptions
  /** What the recogniser writes for the clips it hears, or for sound that is none; their texts, and nothing, unless given. */
  readonly transcribe?: (heard: Recognised | undefined) => string | undefined
  /** The intent the language model answers; `unknown` unless given. */
  readonly classify?: (prompt: ChatPrompt) => string
}

/** Two lines of the company; `line4` puts their last four digits before each number. */
export const lines = ['02191302954', '02191302955'] as const

/** Brings up a box. */
export async function startBox(options: BoxOptions, signal: AbortSignal): Promise<Box> {
  await using stack = new AsyncDisposableStack()
  const rig = stack.use(await startRig(options.rig ?? {}, signal))
  const ear = await clipEar(rig.clips)
  const { transcribe = (heard) => heard?.text, classify = () => 'unknown' } = options
  const recognise = (wav: Uint8Array): string | undefined => transcribe(ear.recognise(wav))
  const vira = stack.use(await startVira({ token: 'vira-token', recognise }))
  const gapgpt = stack.use(await startGapGpt({ key: 'gapgpt-key', classify }))
  const panel = stack.use(
    await startPanel({
      token: 'panel-token',
      company: options.company,
      ...(options.numbers === undefined ? {} : { numbers: options.numbers }),
      ...(options.agents === undefined ? {} : { outboundAgents: options.agents, inboundAgents: options.agents }),
    }),
  )
  const settingsWithoutPanel = {
    ...rig.settings,
    COMPANY: options.company,
    OUTBOUND_NUMBERS: lines.join(','),
    CALLING_HOURS: '00:00-24:00',
    MAX_CONCURRENT_CALLS: '10',
    MAX_CALLS_PER_MINUTE: '0',
    MAX_CALLS_PER_DAY: '0',
    ORIGINATION_TIMEOUT: '8',
    OPERATOR_TIMEOUT: '20',
    DRAIN_TIMEOUT: '20',
    VIRA_STT_TOKEN: 'vira-token',
    VIRA_STT_URL: vira.url,
    GAPGPT_API_KEY: 'gapgpt-key',
    GAPGPT_BASE_URL: gapgpt.url,
    WEB_LISTEN: '127.0.0.1:0',
  }
  const settings = {
    ...settingsWithoutPanel,
    PANEL_BASE_URL: panel.url,
    PANEL_API_TOKEN: 'panel-token',
    DIALER_DEFAULT_RETRY: '2',
    USE_PANEL_AGENTS: 'true',
  }
  const resources = stack.move()
  return {
    rig,
    vira,
    gapgpt,
    panel,
    settings,
    settingsWithoutPanel,
    run: (over = {}) =>
      startEngine({ args: ['--company', options.company], ...over, settings: { ...settings, ...over.settings } }),
    async leftovers(own) {
      const ids: string[] = []
      for (const path of ['/channels', '/bridges']) {
        const found = (await ari(rig.pbx, { method: 'GET', path }, own)) as readonly { readonly id: string }[]
        ids.push(...found.map(({ id }) => `${path}/${id}`))
      }
      return ids
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
