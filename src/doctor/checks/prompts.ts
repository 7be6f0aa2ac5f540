import { recordingsOf } from '../../app/prompt-files.ts'
import { promptsCheck as promptsPresent } from '../../media/prompts-present.ts'
import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'

/** Whether every prompt of the scenarios lies where Asterisk plays it. A start of the engine puts them there too. */
export const promptsCheck: Check = {
  name: 'prompts',
  title: 'prompts',
  needs: ['scenarios', 'sounds'],
  async look(world, signal) {
    const plans = [...((await world.library())?.plans.values() ?? [])]
    const { soundDir } = world.settings.config.audio
    const expected = plans.flatMap(recordingsOf)
    const health = await promptsPresent({ soundFolder: soundDir, expected, passwdFile: '/etc/passwd' })(signal)
    if (health.kind === 'well') return well(`${expected.length} are in ${soundDir}`)
    if (health.kind === 'unsure') return unseen(health.because)
    return warning(health.because, 'salehi prompts; the next start of salehi does it too', 'prompts')
  },
}
