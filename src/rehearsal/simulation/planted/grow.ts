import type { Caught, DaysOrder } from './grown-days.ts'
import { planted } from './plant.ts'

const order = (await Bun.stdin.json()) as DaysOrder
if (order.planted !== undefined) await planted(order.planted)
// Only now: what is imported before the fault is planted stays as it is.
const { playDay } = await import('../day.ts')
const { planOf } = await import('../day-plan.ts')
for (const { seed, contacts } of order.days) {
  const { violations } = await playDay(planOf(seed, { contacts }))
  const [first] = violations
  if (first === undefined) continue
  const caught: Caught = { ...first, seed }
  await Bun.write(Bun.stdout, JSON.stringify(caught))
  break
}
