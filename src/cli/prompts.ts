import { exitCodes } from '../app/exit-codes.ts'
import { bringPrompts } from '../app/prompt-files.ts'
import { scenarioSources } from '../app/scenarios.ts'
import { StartFault } from '../app/start-fault.ts'
import { systemClock } from '../kernel/clock.ts'
import { companiesOf, loadLibrary } from '../scenario/library.ts'
import type { Plan } from '../scenario/plan.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { settingsFor } from './settings.ts'

/** `salehi prompts`. */
export const promptsCommand: Command = {
  name: 'prompts',
  usage: 'prompts [--company NAME]',
  summary: 'convert the recordings and put them where Asterisk plays them',
  details: [
    '  --company NAME  only the scenarios of this company; by default COMPANY, else all',
    '',
    '  Your own recordings go to assets/audio/<scenario>/<name>.mp3 beside the executable; they replace the built-in ones.',
    '  Needs ffmpeg and the right to write AST_SOUND_DIR. Exit code 1 when a prompt is missing or could not be installed.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { company: 'string' })
    const config = settingsFor(terminal, [], options.text('company'))
    const sources = await scenarioSources(config.scenariosDir)
    const companies = config.company === undefined ? companiesOf(sources) : [config.company]
    const plans = new Map<string, Plan>()
    for (const company of companies) {
      const library = loadLibrary(sources, company)
      if (library.problems.length > 0)
        throw new StartFault(renderProblems(library.problems).trimEnd(), exitCodes.failed)
      for (const plan of library.plans.values()) plans.set(plan.name, plan)
    }
    const places = { soundDir: config.audio.soundDir, home: terminal.home }
    const report = await bringPrompts([...plans.values()], places, systemClock, signal)
    for (const { sound, durationMs } of report.installed) terminal.out(`installed ${sound} (${seconds(durationMs)})`)
    for (const { sound, durationMs } of report.unchanged) terminal.out(`unchanged ${sound} (${seconds(durationMs)})`)
    for (const path of report.setAside) terminal.out(`put aside as ${path}.old, Asterisk would have played it instead`)
    for (const { message } of report.problems) terminal.err(message)
    return report.problems.length > 0 ? exitCodes.failed : exitCodes.ok
  },
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
