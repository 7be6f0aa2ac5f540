import type { Config } from '../config/config.ts'
import type { Breaker } from '../dialer/breaker.ts'
import type { Classifier, Recogniser } from '../flow/ports.ts'
import { Limiter } from '../kernel/limiter.ts'
import { RecordingEar } from '../media/ear.ts'
import type { Enhancer } from '../media/enhancer.ts'
import { soundName } from '../media/sound-name.ts'
import { OperatorRoster } from '../operators/roster.ts'
import type { ScriptPorts } from '../session/conduct.ts'
import type { CallControl, LiveCalls } from '../session/ports.ts'
import { GapGpt } from '../speech/gapgpt.ts'
import { Meter } from '../speech/meter.ts'
import type { ClientParts } from '../speech/patience.ts'
import { ViraStt } from '../speech/vira-stt.ts'
import type { AppParts } from './parts.ts'

/** What scripted calls share beyond the settings. */
export interface Scripting {
  readonly calls: CallControl
  readonly roster: OperatorRoster
  readonly breaker: Breaker
  readonly enhancer: Enhancer
  /** Where calls that are up are noted, for the next start; absent for a test call. */
  readonly live?: LiveCalls
  /** Holds outbound dialing while an operator's phone rings. */
  readonly holdDialing: () => Disposable
}

/** Ears, voices, the desk and the model of every scripted call. */
export function scriptPorts({ config, log, platform }: AppParts, shared: Scripting): ScriptPorts {
  const { operators, outbound, thinkBudgetMs } = config
  const { clock, ids } = platform
  const meter = new Meter(clock)
  meter.listen((event) => {
    if (event.kind === 'served') shared.breaker.served(event.provider, event.tookMs)
  })
  const recogniser = recogniserOf(config, { ...platform, meter, log })
  const classifier = classifierOf(config, { ...platform, meter, log })
  return {
    desk: {
      calls: shared.calls,
      roster: shared.roster,
      ids,
      clock,
      timeoutMs: operators.timeoutMs,
      presentedNumber: (customer) =>
        operators.showCustomer && customer !== ''
          ? customer
          : (operators.callerId ?? outbound.lines[0]?.number ?? outbound.defaultCallerId ?? ''),
      holdDialing: shared.holdDialing,
    },
    clock,
    ...(shared.live === undefined ? {} : { live: shared.live }),
    earOn: (leg) =>
      new RecordingEar({
        leg,
        recogniser,
        enhancer: shared.enhancer,
        clock,
        thinkBudgetMs,
        recordingName: `salehi/${leg.id}`,
      }),
    mediaOf: (plan) => (prompt) =>
      Promise.resolve(prompt.kind === 'audio' ? `sound:${soundName(plan.name, prompt.file)}` : undefined),
    ...(classifier === undefined ? {} : { classifier }),
    thinkBudgetMs,
    onUnavailable: (service, because) => shared.breaker.failed(service, because),
  }
}

/** What the clients of recogniser and model work with. */
export type SpeechParts = Omit<ClientParts, 'limiter'>

/** Speech to text; without a token every utterance is a fault of the configuration, told as such. */
export function recogniserOf(config: Config, parts: SpeechParts): Recogniser {
  const { token, url, timeoutMs, verifySsl, parallel } = config.stt
  if (token === undefined) {
    return { name: 'vira', transcribe: () => Promise.resolve({ kind: 'unavailable', because: 'auth' }) }
  }
  return new ViraStt({ url, token, timeoutMs, verifyTls: verifySsl }, { ...parts, limiter: new Limiter(parallel) })
}

/** The language model; absent without a key: the rules then decide alone. */
export function classifierOf(config: Config, parts: SpeechParts): Classifier | undefined {
  const { apiKey, baseUrl, model, temperature, timeoutMs, parallel } = config.llm
  if (apiKey === undefined) return undefined
  return new GapGpt({ baseUrl, apiKey, model, temperature, timeoutMs }, { ...parts, limiter: new Limiter(parallel) })
}

/** Who takes transfers, from the settings and the company's queues. */
export function operatorRoster({ config, policy, log }: AppParts): OperatorRoster {
  const { operators, outbound } = config
  const queues = [...policy.queues.values()].map(
    (queue) => [queue.name, queue.members.map((member) => member.value)] as const,
  )
  return new OperatorRoster(
    {
      ...operators,
      trunk: operators.trunk ?? outbound.trunk,
      line: outbound.lines[0] ?? { number: '' },
      country: config.country,
      queues: new Map(queues),
    },
    log,
  )
}
