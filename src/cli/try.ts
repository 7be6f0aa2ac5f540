import { exitCodes } from '../app/exit-codes.ts'
import { systemPlatform } from '../app/platform.ts'
import { classifierOf } from '../app/scripting.ts'
import type { FlowContext } from '../flow/context.ts'
import { runFlow } from '../flow/interpreter.ts'
import type { Desk, Ear, Heard, Utterable, Voice } from '../flow/ports.ts'
import { Story } from '../flow/story.ts'
import { Verdict } from '../flow/verdict.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { silentLog } from '../kernel/log.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import { panelStatus } from '../panel/status.ts'
import type { Plan } from '../scenario/plan.ts'
import { Meter } from '../speech/meter.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { findScenario } from './scenario.ts'
import { settingsFor } from './settings.ts'

/** The caller typed that they hang up, or the input ended. */
class LeftTheTerminal extends Error {
  override readonly name = 'LeftTheTerminal'
}

/** `salehi try`. */
export const tryCommand: Command = {
  name: 'try',
  usage: 'try SCENARIO [--inbound] [--offline]',
  summary: 'play the caller of a scenario in the terminal',
  details: [
    '  SCENARIO   a name or a file',
    '  --inbound  as if the caller had rung us',
    '  --offline  ask no service: the rules decide alone',
    '',
    '  Type what the caller would say and press Enter. An empty line is silence. /1 presses the key 1,',
    '  /hangup hangs up. When a transfer rings: Enter for an operator who answers, /busy, /no_answer, /unavailable.',
    '  At the end: the disposition, what the panel would be told, and the steps that were walked.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { inbound: 'boolean', offline: 'boolean' }, 1)
    const name = options.words[0]
    if (name === undefined) throw new UsageError('try needs the name of a scenario, for example: salehi try sina')
    const config = settingsFor(terminal, [])
    const plan = await findScenario(name, config.scenariosDir)
    const entry = options.has('inbound') && plan.offers.includes('inbound') ? 'inbound' : 'outbound'
    const context: FlowContext = {
      ...callerAt(terminal, plan, new Keyboard(terminal)),
      classifier: options.has('offline')
        ? undefined
        : classifierOf(config, { ...systemPlatform, meter: new Meter(clock), log: silentLog }),
      thinkBudgetMs: config.thinkBudgetMs,
    }
    const left = await play(entry, context, signal)
    const { disposition, reason } = context.verdict.outcome
    terminal.out(left ? '— the caller hung up' : '— we hang up')
    terminal.out(`disposition: ${disposition}${reason === undefined ? '' : ` (${reason})`}`)
    terminal.out(`the panel is told: ${panelStatus(disposition, reason)}`)
    for (const step of context.story.trace) terminal.out(`  ${plan.file}:${step.line}  ${step.path} → ${step.result}`)
    return exitCodes.ok
  },
}

async function play(entry: string, context: FlowContext, signal: AbortSignal): Promise<boolean> {
  try {
    await runFlow(entry, context, signal)
    return false
  } catch (error) {
    if (error instanceof LeftTheTerminal) return true
    throw error
  }
}

/** The lines somebody types, one at a time. */
class Keyboard {
  readonly #lines: AsyncIterator<string>

  constructor(terminal: Terminal) {
    this.#lines = terminal.lines[Symbol.asyncIterator]()
  }

  async next(): Promise<string> {
    const read = await this.#lines.next()
    if (read.done === true || read.value.trim() === '/hangup') throw new LeftTheTerminal('the caller hung up')
    return read.value.trim()
  }
}

/** A call whose far end sits at the terminal. */
function callerAt(
  terminal: Terminal,
  plan: Plan,
  keyboard: Keyboard,
): Omit<FlowContext, 'classifier' | 'thinkBudgetMs'> {
  const keys = new Mailbox<string>(100)
  return {
    plan,
    facts: {
      contact: { phone: '09120000000' },
      call: { caller: '09120000000', line: '', direction: 'outbound' },
      slots: {},
    },
    voice: voiceAt(terminal),
    ear: earAt(terminal, keyboard, keys),
    keypad: { next: (signal) => keys.take(signal) },
    desk: deskAt(terminal, keyboard),
    clock,
    verdict: new Verdict(),
    story: new Story(clock),
    onUnavailable: (service, because) => terminal.err(`(${service} could not serve: ${because})`),
    conversationMs: 0,
    pendingKey: undefined,
  }
}

function voiceAt(terminal: Terminal): Voice {
  return {
    say(prompts) {
      for (const prompt of prompts) terminal.out(`🔊 ${prompt.name}: ${wordsOf(prompt)}`)
      return Promise.resolve({ kind: 'said' })
    },
  }
}

function wordsOf(prompt: Utterable): string {
  return prompt.kind === 'text' ? prompt.text : (prompt.says ?? `(${prompt.file})`)
}

function earAt(terminal: Terminal, keyboard: Keyboard, keys: Mailbox<string>): Ear {
  const timing = { listenMs: 0, enhanceMs: 0, recogniseMs: 0 }
  return {
    async listen(limits, onCaptured, signal): Promise<Heard> {
      terminal.out('👂 …')
      const text = await keyboard.next()
      if (/^\/[\d*#]$/.test(text)) {
        keys.put(text.slice(1))
        await clock.sleep(limits.noInputMs, signal) // a declared key ends this wait at once; an undeclared one is silence
        return { kind: 'silence', timing }
      }
      if (text === '') return { kind: 'silence', timing }
      onCaptured()
      return { kind: 'utterance', text, language: limits.language, timing }
    },
  }
}

function deskAt(terminal: Terminal, keyboard: Keyboard): Desk {
  return {
    async connect(order) {
      if (order.hold !== undefined) terminal.out(`🎵 ${order.hold.name}`)
      terminal.out(`☎ an operator of "${order.queue}" is rung`)
      const answer = (await keyboard.next()).slice(1)
      if (answer === 'busy' || answer === 'no_answer' || answer === 'unavailable') return { kind: answer }
      terminal.out('☎ the operator answers; the two talk, and the operator hangs up')
      return {
        kind: 'answered',
        operator: { key: 'terminal', endpoint: 'terminal' },
        conversation: () => Promise.resolve(),
      }
    },
  }
}
