import { type CrashPoint, evenly, spread } from './points.ts'
import { rigUp } from './rigged.ts'
import { type Rigged, type Tried, tryDay } from './trial.ts'

/** How the deaths are to be died. */
export interface Deaths {
  /** How many days with one death, spread over the points of a whole day. */
  readonly once: number
  /** How many with a second death, while the next engine takes over from the first. */
  readonly twice: number
  /** Only points whose name holds it. */
  readonly only?: string
  /** Every other day with a panel that sends open numbers again and again. */
  readonly stubborn?: boolean
  /** Exchanges that work side by side. */
  readonly rigs: number
  /** Hears of each day that is over. */
  readonly tell: (tried: Tried) => void
}

/** A day without a death, and one for each death. */
export interface Died {
  readonly undisturbed: Tried
  /** One whose store forgets when its engine dies: its faults must be found. */
  readonly forgetful: Tried
  readonly deaths: readonly Tried[]
}

/** Lists the points of a whole day, then dies at them, a day each. A death that missed its point is tried once more. */
export async function dieEverywhere(plan: Deaths, signal: AbortSignal): Promise<Died> {
  await using stack = new AsyncDisposableStack()
  const first = await rigUp(stack, signal)
  const undisturbed = await tryDay({ nth: 0, deaths: [], listing: true }, first, signal)
  plan.tell(undisturbed)
  const wanted = (passed: ReadonlyMap<string, number>) =>
    new Map([...passed].filter(([name]) => name.includes(plan.only ?? '')))
  const chosen: (readonly CrashPoint[])[] = spread(wanted(undisturbed.passed), plan.once).map((at) => [at])
  if (plan.twice > 0) {
    const early = inTheMiddle(undisturbed.passed)
    const takenOver = await tryDay({ nth: 1, deaths: [early], listing: true }, first, signal)
    plan.tell(takenOver)
    chosen.push(...evenly(spread(wanted(takenOver.passed), plan.twice), plan.twice).map((late) => [early, late]))
  }
  const forgetful = await tryDay(
    { nth: 2, deaths: [{ name: 'store.record.after', time: 3 }], forgetful: true },
    first,
    signal,
  )
  const deaths: Tried[] = []
  let next = 0
  const work = async (rigged: Rigged): Promise<void> => {
    for (let nth = next++; nth < chosen.length; nth = next++) {
      const day = { deaths: chosen[nth]!, stubborn: plan.stubborn === true && nth % 2 === 1 }
      const once = await tryDay({ ...day, nth: nth + 3 }, rigged, signal)
      const tried = once.died ? once : await tryDay({ ...day, nth: nth + 3 + chosen.length }, rigged, signal)
      deaths[nth] = tried
      plan.tell(tried)
    }
  }
  const others = Array.from({ length: Math.min(plan.rigs, chosen.length) - 1 }, () => rigUp(stack, signal))
  await Promise.all([work(first), ...others.map(async (rigged) => work(await rigged))])
  return { undisturbed, forgetful, deaths }
}

/** Where calls ring, talk and are reported all at once. */
function inTheMiddle(passed: ReadonlyMap<string, number>): CrashPoint {
  const name = 'ari.channels.record.after'
  if (!passed.has(name)) throw new Error(`a day passes no ${name}: say where its middle is`)
  return { name, time: 1 }
}
