import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { withBlock } from '../block.ts'
import type { World } from '../world.ts'
import type { Change, Plan, Worked } from './fix.ts'
import { replaceText, textOf } from './write-file.ts'

/** What came of one plan. */
export interface Mended {
  readonly name: string
  readonly title: string
  readonly outcome: Worked
}

/** What a plan will do, line by line, before it does it. */
export function planText({ title, changes, reload }: Plan): readonly string[] {
  return [
    `${title}:`,
    ...changes.flatMap((change) => changeText(change)),
    ...reload.map((command) => `  asterisk -rx "${command}"`),
  ]
}

function changeText(change: Change): readonly string[] {
  switch (change.kind) {
    case 'block':
      return [`  into ${change.file}, between marks of its own:`, ...change.shown.map((line) => `    ${line}`)]
    case 'folder':
      return [
        `  mkdir -p ${change.path}; chown ${change.user.name}: ${change.path}; chmod ${change.mode.toString(8)} ${change.path} (never less than it has)`,
      ]
    case 'work':
      return [`  ${change.words}`]
    default:
      return change satisfies never
  }
}

/** Does what the plans say, then has Asterisk read what was changed, each thing once. */
export async function mend(plans: readonly Plan[], world: World, signal: AbortSignal): Promise<readonly Mended[]> {
  const done: Mended[] = []
  for (const plan of plans)
    done.push({ name: plan.name, title: plan.title, outcome: await carryOut(plan, world, signal) })
  const commands = new Set(plans.flatMap(({ reload }) => reload))
  const said = await reloadAll([...commands], world)
  return said === undefined ? done : [...done, { name: 'reload', title: 'reading it again', outcome: said }]
}

/** Has Asterisk's console carry out commands; undefined when all went well. */
export async function reloadAll(commands: readonly string[], { pbx }: Pick<World, 'pbx'>): Promise<Worked | undefined> {
  for (const command of commands) {
    const said = await pbx.order(command)
    // One that does not run reads everything when it starts.
    if (said.kind === 'silent' && (said.why === 'down' || said.why === 'absent')) return undefined
    if (said.kind === 'silent') {
      return { kind: 'failed', because: `${said.because}: run as root, asterisk -rx "${command}"` }
    }
  }
  return undefined
}

async function carryOut({ changes }: Plan, world: World, signal: AbortSignal): Promise<Worked> {
  for (const change of changes) {
    try {
      const worked = await doChange(change, world, signal)
      if (worked.kind === 'failed') return worked
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof Error && 'code' in error)) throw error // not the operating system's: a bug of ours
      const denied = error.code === 'EACCES' || error.code === 'EPERM'
      return { kind: 'failed', because: denied ? 'this user may not: run it as root (sudo)' : error.message }
    }
  }
  return { kind: 'done' }
}

async function doChange(change: Change, world: World, signal: AbortSignal): Promise<Worked> {
  switch (change.kind) {
    case 'block': {
      const before = textOf(change.file)
      const after = withBlock(before, change.name, change.lines, change.mark)
      if (after !== before) replaceText(change.file, after, change.mark === '#' ? secretFile(world) : undefined)
      return { kind: 'done' }
    }
    case 'folder': {
      mkdirSync(change.path, { recursive: true })
      chownSync(change.path, change.user.uid, change.user.gid)
      chmodSync(change.path, (statSync(change.path).mode & 0o7777) | change.mode)
      return { kind: 'done' }
    }
    case 'work':
      return await change.run(signal)
    default:
      return change satisfies never
  }
}

/** A new file of settings holds passwords: for root and salehi's group alone. */
function secretFile({ users }: World) {
  const { salehi, isRoot } = users
  return { mode: 0o640, uid: isRoot ? 0 : (salehi?.uid ?? 0), gid: salehi?.gid ?? 0 }
}
