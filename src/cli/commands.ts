import { callCommand } from './call.ts'
import { checkCommand } from './check.ts'
import { classifyCommand } from './classify.ts'
import type { Command } from './command.ts'
import { configCommand } from './config.ts'
import { importCommand } from './import.ts'
import { promptsCommand } from './prompts.ts'
import { runCommand } from './run.ts'
import { schemaCommand } from './schema.ts'
import { tryCommand } from './try.ts'
import { versionCommand } from './version.ts'

/** Every command but `help`, in the order the help shows them. */
export const commands: readonly Command[] = [
  runCommand,
  callCommand,
  tryCommand,
  classifyCommand,
  checkCommand,
  schemaCommand,
  configCommand,
  promptsCommand,
  importCommand,
  versionCommand,
]
