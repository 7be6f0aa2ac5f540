import { checks } from './checks.ts'
import { fixes } from './fixes/all.ts'
import { type FixName, fixNames, type Plan, type Planned } from './fixes/fix.ts'
import { type Mended, mend, planText, reloadAll } from './fixes/mend.ts'
import { findOurs, takeOut } from './fixes/unmend.ts'
import { lineOf, summaryOf } from './render.ts'
import { type Looked, lookAtAll } from './runner.ts'
import type { World } from './world.ts'

/** What the doctor works with. */
export interface Practice {
  /** The machine as it is now, each time anew. */
  world(): World
  tell(line: string): void
  /** Asks before anything is done. */
  agrees(question: string): Promise<boolean>
}

/** What was found at the end, and what was done for it. */
export interface Examined {
  readonly looked: readonly Looked[]
  readonly mended: readonly Mended[]
}

/** Mending one thing may lay another open, such as the user behind a server that was switched off. */
const mostRounds = 3

/** Looks at everything and tells; rings the owner's phone where a number was given. */
export async function examine(practice: Practice, signal: AbortSignal): Promise<readonly Looked[]> {
  const world = practice.world()
  return await look(world, world.callNumber !== undefined, practice, signal)
}

async function look(world: World, rings: boolean, { tell }: Practice, signal: AbortSignal): Promise<readonly Looked[]> {
  const made = checks.filter(({ name }) => name !== 'call' || rings)
  const looked = await lookAtAll(made, world, (each) => tell(lineOf(each)), signal)
  tell(summaryOf(looked))
  return looked
}

/**
 * Looks, shows what it would do about what it found, does it once that is agreed to, and looks again. The phone rings
 * once, when nothing is left to do.
 */
export async function examineAndMend(practice: Practice, signal: AbortSignal): Promise<Examined> {
  const mended: Mended[] = []
  const tried = new Set<FixName>()
  let looked = await look(practice.world(), false, practice, signal)
  for (let round = 0; round < mostRounds; round++) {
    const wanted = wantedFixes(looked).filter((name) => !tried.has(name))
    if (wanted.length === 0) break
    for (const name of wanted) tried.add(name)
    const world = practice.world()
    const plans = await agreedPlans(wanted, world, practice)
    if (plans.length === 0) break
    const done = await mend(plans, world, signal)
    mended.push(...done)
    for (const { title, outcome } of done) {
      practice.tell(outcome.kind === 'done' ? `done: ${title}` : `not done: ${title}: ${outcome.because}`)
    }
    practice.tell('')
    looked = await look(practice.world(), false, practice, signal)
  }
  const last = practice.world()
  if (last.callNumber !== undefined) looked = await look(last, true, practice, signal)
  return { looked, mended }
}

function wantedFixes(looked: readonly Looked[]): readonly FixName[] {
  const named = new Set(
    looked.flatMap(({ finding }) => ('fix' in finding && finding.fix !== undefined ? [finding.fix] : [])),
  )
  return fixNames.filter((name) => named.has(name))
}

async function agreedPlans(names: readonly FixName[], world: World, practice: Practice): Promise<readonly Plan[]> {
  const plans: Plan[] = []
  practice.tell('')
  for (const name of names) {
    const planned: Planned = await fixes[name].plan(world)
    if (planned.kind === 'plan') plans.push(planned)
    else practice.tell(`not by itself: ${planned.because}`)
  }
  if (plans.length === 0) return []
  practice.tell('This will be done:')
  for (const plan of plans) for (const line of planText(plan)) practice.tell(line)
  if (await practice.agrees('Do it?')) return plans
  practice.tell('Nothing was done.')
  return []
}

/** Takes out everything that stands between marks of ours, once that is agreed to; true when nothing is left. */
export async function undo(practice: Practice): Promise<boolean> {
  const world = practice.world()
  const found = await findOurs(world).catch(refusal)
  if ('message' in found) {
    practice.tell(`not done: ${found.message}. Run it as root (sudo).`)
    return false
  }
  if (found.length === 0) {
    practice.tell('There is nothing of salehi in the files of Asterisk.')
    return true
  }
  practice.tell('This will be taken out:')
  for (const { file, blocks } of found) practice.tell(`  from ${file}: ${blocks.join(', ')}`)
  if (!(await practice.agrees('Do it?'))) return false
  try {
    for (const each of found) takeOut(each)
  } catch (error) {
    practice.tell(`not done: ${refusal(error).message}. Run it as root (sudo).`)
    return false
  }
  const said = await reloadAll(
    [...new Set(found.flatMap(({ reload }) => (reload === undefined ? [] : [reload])))],
    world,
  )
  if (said?.kind === 'failed') practice.tell(`not done: ${said.because}`)
  practice.tell('done. The folders of sounds and recordings stay as they are.')
  return said === undefined
}

/** What the operating system said; anything else is a bug of ours. */
function refusal(error: unknown): Error {
  if (error instanceof Error && 'code' in error) return error
  throw error
}
