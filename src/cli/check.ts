import { basename, dirname } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { scenarioSources } from '../app/scenarios.ts'
import { companiesOf, loadLibrary } from '../scenario/library.ts'
import type { Problem } from '../scenario/problem.ts'
import { problemsAsJson, renderProblems } from '../scenario/render-problems.ts'
import { readCompany, readScenario } from '../scenario/scenario.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { settingsFor } from './settings.ts'

/** `salehi check`. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check [FILES] [--json]',
  summary: 'check scenario files; without files, all that are in force',
  details: [
    '  FILES   scenario files or company.yaml files',
    '  --json  the problems as one JSON array, for editors',
    '',
    '  Every problem of every file comes in one pass, with its line and column. Exit code 1 when there is any.',
  ].join('\n'),
  async run(args, terminal) {
    const options = readArguments(args, { json: 'boolean' }, Number.POSITIVE_INFINITY)
    const checked = options.words.length > 0 ? await checkFiles(options.words) : await checkAll(terminal)
    if (options.has('json')) terminal.out(problemsAsJson(checked.problems))
    else if (checked.problems.length > 0) terminal.out(renderProblems(checked.problems).trimEnd())
    else terminal.out(`${checked.files} files checked, nothing wrong`)
    return checked.problems.length > 0 ? exitCodes.failed : exitCodes.ok
  },
}

interface Checked {
  readonly files: number
  readonly problems: readonly Problem[]
}

async function checkAll(terminal: Parameters<Command['run']>[1]): Promise<Checked> {
  const sources = await scenarioSources(settingsFor(terminal, []).scenariosDir)
  const problems = new Map<string, Problem>()
  for (const company of companiesOf(sources)) {
    for (const problem of loadLibrary(sources, company).problems) problems.set(JSON.stringify(problem), problem)
  }
  return { files: sources.length, problems: [...problems.values()] }
}

async function checkFiles(files: readonly string[]): Promise<Checked> {
  const problems: Problem[] = []
  for (const file of files) {
    const text = await readText(file)
    const read =
      basename(file) === 'company.yaml' ? readCompany(text, file, basename(dirname(file))) : readScenario(text, file)
    problems.push(...read.problems)
  }
  return { files: files.length, problems }
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
