import { exitCodes } from '../app/exit-codes.ts'
import { systemPlatform } from '../app/platform.ts'
import { classifierOf } from '../app/scripting.ts'
import { understand } from '../flow/understand/understand.ts'
import { systemClock } from '../kernel/clock.ts'
import { silentLog } from '../kernel/log.ts'
import type { IntentSet, Plan } from '../scenario/plan.ts'
import { Meter } from '../speech/meter.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { findScenario } from './scenario.ts'
import { settingsFor } from './settings.ts'

/** `salehi classify`. */
export const classifyCommand: Command = {
  name: 'classify',
  usage: 'classify --scenario NAME [--offline]',
  summary: 'say what replies mean: one on each line of input, one JSON line out',
  details: [
    '  --scenario NAME  whose intents to use: a name or a file',
    '  --expect SET     which of its intent sets; by default that of its first question',
    '  --offline        ask no service: the rules decide alone',
    '',
    '  Each line out: {"text","intent","by"}; by is "rule", "llm" or "none".',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { scenario: 'string', expect: 'string', offline: 'boolean' })
    const name = options.text('scenario')
    if (name === undefined) throw new UsageError('classify needs --scenario NAME')
    const config = settingsFor(terminal, [])
    const plan = await findScenario(name, config.scenariosDir)
    const set = intentSet(plan, options.text('expect'))
    const clock = systemClock
    const classifier = options.has('offline')
      ? undefined
      : classifierOf(config, { ...systemPlatform, meter: new Meter(clock), log: silentLog })
    for await (const text of terminal.lines) {
      const question = {
        transcript: text,
        language: plan.language.default,
        scenarioTitle: plan.title,
        intents: [...set.intents.values(), ...plan.always],
      }
      const ports = { classifier, clock, onUnavailable: () => undefined }
      const { intent, by } = await understand(question, ports, config.thinkBudgetMs, signal)
      terminal.out(JSON.stringify({ text, intent, by }))
    }
    return exitCodes.ok
  },
}

function intentSet(plan: Plan, name: string | undefined): IntentSet {
  const wanted = name ?? firstQuestion(plan)
  const set = wanted === undefined ? undefined : plan.intents.get(wanted)
  if (set === undefined) throw new UsageError(`the scenario "${plan.name}" has no intents "${wanted ?? ''}"`)
  return set
}

function firstQuestion(plan: Plan): string | undefined {
  for (const block of plan.blocks.values()) {
    for (const step of block.steps) if (step.verb === 'ask') return step.expect
  }
  return undefined
}
