import { exitCodes } from '../app/exit-codes.ts'
import { scenarioSources } from '../app/scenarios.ts'
import { failureAsProblem, renderCoverage, renderFailure, renderWay } from '../rehearsal/talks/render-rehearsal.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import { readArguments } from './arguments.ts'
import { type Checked, checkNamed, checkTree, type NamedFile } from './check-talks.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { settingsFor } from './settings.ts'

/** `salehi check`. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check [FILES] [--json] [--paths]',
  summary: 'check scenarios and play their talks; without files, all in force',
  details: [
    '  FILES    scenario files, company.yaml files, or files of talks (NAME.talk.yaml)',
    '  --json   what is wrong as one JSON array, for editors',
    '  --paths  name every path of a scenario that no talk walks',
    '',
    '  Every problem of every file comes in one pass, with its line and column. Then every talk beside a scenario is',
    '  played against it: what the caller says, what they hear, how it ends. Where a call goes another way than its talk,',
    '  both are shown, with the lines of the talk and of the scenario. A scenario given as a file is played with the',
    '  talks in its folder; a path no talk walks is told, and nothing worse.',
    '',
    '  Exit code 1 when there is any problem, or a talk that is not kept to.',
  ].join('\n'),
  async run(args, terminal) {
    const options = readArguments(args, { json: 'boolean', paths: 'boolean' }, Number.POSITIVE_INFINITY)
    const checked = options.words.length > 0 ? await checkNamed(await named(options.words)) : await checkAll(terminal)
    const { problems, failures } = checked
    if (options.has('json')) {
      terminal.out(JSON.stringify([...problems, ...failures.map(failureAsProblem)], undefined, 2))
    } else tell(checked, options.has('paths'), terminal)
    return problems.length + failures.length > 0 ? exitCodes.failed : exitCodes.ok
  },
}

function tell({ files, problems, failures, coverage }: Checked, paths: boolean, terminal: Terminal): void {
  if (problems.length > 0) terminal.out(renderProblems(problems).trimEnd())
  for (const failure of failures) terminal.out(renderFailure(failure))
  for (const scenario of coverage) {
    const rest = scenario.open.length > 0 && !paths ? ' (--paths names the others)' : ''
    terminal.out(`${renderCoverage(scenario)}${rest}`)
    if (paths) for (const way of scenario.open) terminal.out(`  ${renderWay(way, scenario)}`)
  }
  if (problems.length + failures.length === 0) terminal.out(`${files} files checked, nothing wrong`)
}

async function checkAll(terminal: Terminal): Promise<Checked> {
  return await checkTree(await scenarioSources(settingsFor(terminal, []).scenariosDir))
}

async function named(files: readonly string[]): Promise<readonly NamedFile[]> {
  return await Promise.all(files.map(async (file) => ({ file, text: await readText(file) })))
}

/** The text of a file the user named. */
export async function readText(file: string): Promise<string> {
  try {
    return await Bun.file(file).text()
  } catch (error) {
    throw new UsageError(`${file} ${unreadable(error)}`)
  }
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return 'is not there: give the path of a file, from the current folder or beginning with /'
    case 'EISDIR':
      return 'is a folder: name the files in it'
    case 'EACCES':
      return 'may not be read by this user'
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}
