import type { GateName, ShutGate } from '../dialer/gates.ts'
import { clockTime } from './local-time.ts'

/** What opens each gate that is shut, by its name: what a person does, or that it opens by itself. */
export const gateAdvice: Readonly<Record<GateName, string>> = {
  asterisk: 'start Asterisk, or correct ARI_BASE_URL, ARI_USERNAME and ARI_PASSWORD; it opens by itself',
  leftover: 'it opens by itself, a moment after Asterisk is reached',
  window: 'opens by itself when the calling hours begin (CALLING_HOURS, company.yaml)',
  panel: 'allow calls in the panel, or wait: it is asked again by itself',
  operator: 'opens by itself when the operator has answered or not',
  recogniser:
    'top up the account of the recogniser, then "salehi resume"; after correcting its token in the settings restart salehi',
  llm: 'top up the account of the language model, then "salehi resume"; after correcting its key restart salehi',
  failures: 'look at the last calls ("salehi why CALL-ID"), mend the cause, then "salehi resume"',
  paused: 'salehi resume',
  draining: 'opens with the next start',
  upgrade: 'opens by itself when the upgrade is over, or has given up',
  scenarios: 'enable a scenario for outbound calls in the panel, or write one with "outbound:"',
  trunk: 'bring the trunk up: "pjsip show registrations" and "pjsip show endpoints" in Asterisk; it opens by itself',
  disk: 'make room on the disk of DATA_DIR and AST_RECORDING_DIR; it opens by itself',
  sounds: 'let Asterisk read the prompts in AST_SOUND_DIR: "salehi prompts" installs them',
}

/** Those that let one call through to find out, when their time has come. */
const probed: readonly GateName[] = ['recogniser', 'llm', 'failures']

/** What opens this gate, with when where that is known. */
export function whatOpens(gate: Pick<ShutGate, 'name' | 'until'>, zone: string, now: number): string {
  const advice = gateAdvice[gate.name]
  if (gate.until === undefined) return advice
  const at = clockTime(gate.until, zone, now)
  return probed.includes(gate.name) ? `${advice}; one call probes at ${at}` : `${advice}, at ${at}`
}
