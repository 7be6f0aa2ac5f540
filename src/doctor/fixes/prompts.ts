import { bringPrompts } from '../../app/prompt-files.ts'
import type { Fix } from './fix.ts'

/** Converts the prompts and puts them where Asterisk plays them, as `salehi prompts` does. */
export const promptsFix: Fix = {
  name: 'prompts',
  plan(world) {
    const { soundDir } = world.settings.config.audio
    return Promise.resolve({
      kind: 'plan',
      name: 'prompts',
      title: 'the prompts',
      changes: [
        {
          kind: 'work',
          words: `convert the prompts into ${soundDir}`,
          async run(signal) {
            const plans = [...((await world.library())?.plans.values() ?? [])]
            const report = await bringPrompts(plans, { soundDir, home: world.home }, world.clock, signal)
            const [problem] = report.problems
            return problem === undefined ? { kind: 'done' } : { kind: 'failed', because: problem.message }
          },
        },
      ],
      reload: [],
    })
  },
}
