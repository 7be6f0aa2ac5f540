import { exitCodes } from '../app/exit-codes.ts'
import { examine, examineAndMend, type Practice, undo } from '../doctor/doctor.ts'
import { jsonOf } from '../doctor/render.ts'
import { exitOf } from '../doctor/severity.ts'
import { worldOf } from '../doctor/world-of.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'

/** `salehi doctor`. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor [--fix] [--call NUMBER] [--json]',
  summary: 'what is wrong with Asterisk, settings and services, and what to do',
  details: [
    '  --fix           puts right what it can, after showing what it will do and asking: HTTP server and its sessionlimit,',
    '                  ARI and its user, a context [salehi-inbound] for callers, rtp_timeout, folders, prompts',
    '  --yes           does not ask',
    '  --unfix         takes out everything --fix wrote into the files of Asterisk and the settings',
    '  --call NUMBER   rings a phone of yours as well, plays a prompt and records: answer, and say something',
    '  --company NAME  as if run for this company',
    '  --json          one JSON object (with --fix only together with --yes)',
    '',
    '  One line for each check, and below it what to do. Run it as root (sudo): only then Asterisk tells all.',
    '  FreePBX: it writes into *_custom.conf alone; plain Asterisk: to the end of ari.conf, http.conf, extensions.conf and',
    '  pjsip.conf, or into salehi.conf where they include a folder. Always between marks of its own; nothing else is touched.',
    '  It asks panel, recogniser, language model and SMS account once each; no number is taken and no SMS sent.',
    '',
    '  Exit code 0 when all is well, 3 when calls work but something is not as it should be, 1 when they cannot work,',
    '  78 when the settings or scenarios are wrong.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, {
      fix: 'boolean',
      yes: 'boolean',
      unfix: 'boolean',
      call: 'string',
      company: 'string',
      json: 'boolean',
    })
    const [fix, yes, json] = [options.has('fix'), options.has('yes'), options.has('json')]
    if (options.has('unfix') && (fix || json)) throw new UsageError('--unfix goes with --yes alone')
    if (json && fix && !yes) throw new UsageError('--json with --fix needs --yes: there is nobody to ask')
    const practice = practiceOf(options, terminal, signal)
    if (options.has('unfix')) return (await undo(practice)) ? exitCodes.ok : exitCodes.failed
    const { looked, mended } = fix
      ? await examineAndMend(practice, signal)
      : { looked: await examine(practice, signal), mended: [] }
    if (json) terminal.out(jsonOf(looked, mended))
    return exitOf(looked)
  },
}

function practiceOf(options: Arguments, terminal: Terminal, signal: AbortSignal): Practice {
  const { env, cwd, home } = terminal
  const [company, callNumber] = [options.text('company'), options.text('call')]
  const places = {
    env,
    cwd,
    home,
    ...(company === undefined ? {} : { company }),
    ...(callNumber === undefined ? {} : { callNumber }),
  }
  let answers: AsyncIterator<string> | undefined
  return {
    world: () => worldOf(places, signal),
    tell: (line) => {
      if (!options.has('json')) terminal.out(line)
    },
    async agrees(question) {
      if (options.has('yes')) return true
      terminal.out(`${question} [y/N]`)
      // One reader for all questions: another would miss what this one has read ahead.
      answers ??= terminal.lines[Symbol.asyncIterator]()
      const answer = await answers.next()
      return answer.done !== true && /^\s*y(es)?\s*$/i.test(answer.value)
    },
  }
}
