import { backupCommand } from './backup.ts'
import { callCommand } from './call.ts'
import { checkCommand } from './check.ts'
import { classifyCommand } from './classify.ts'
import type { Command } from './command.ts'
import { configCommand } from './config.ts'
import { contactsCommand } from './contacts.ts'
import { demoCommand } from './demo.ts'
import { dncCommand } from './dnc.ts'
import { doctorCommand } from './doctor.ts'
import { drainCommand } from './drain.ts'
import { importCommand } from './import.ts'
import { outboxCommand } from './outbox.ts'
import { pauseCommand } from './pause.ts'
import { promptsCommand } from './prompts.ts'
import { restoreCommand } from './restore.ts'
import { resumeCommand } from './resume.ts'
import { runCommand } from './run.ts'
import { schemaCommand } from './schema.ts'
import { simulateCommand } from './simulate.ts'
import { statusCommand } from './status.ts'
import { supportCommand } from './support.ts'
import { tryCommand } from './try.ts'
import { upgradeCommand } from './upgrade.ts'
import { versionCommand } from './version.ts'
import { whyCommand } from './why.ts'

/** Every command but `help`, in the order the help shows them. */
export const commands: readonly Command[] = [
  runCommand,
  doctorCommand,
  statusCommand,
  whyCommand,
  pauseCommand,
  resumeCommand,
  drainCommand,
  callCommand,
  tryCommand,
  demoCommand,
  simulateCommand,
  classifyCommand,
  checkCommand,
  schemaCommand,
  configCommand,
  promptsCommand,
  contactsCommand,
  dncCommand,
  outboxCommand,
  importCommand,
  backupCommand,
  restoreCommand,
  upgradeCommand,
  supportCommand,
  versionCommand,
]
