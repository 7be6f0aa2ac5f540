import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'

/** What a call is made of. */
const needed = [
  'app_stasis',
  'chan_pjsip',
  'format_pcm',
  'format_wav',
  'res_ari_applications',
  'res_ari_asterisk',
  'res_ari_bridges',
  'res_ari_channels',
  'res_ari_endpoints',
  'res_ari_events',
  'res_ari_playbacks',
  'res_ari_recordings',
  'res_stasis_answer',
  'res_stasis_playback',
  'res_stasis_recording',
] as const

/** Whether Asterisk has loaded what calls need. */
export const modulesCheck: Check = {
  name: 'modules',
  title: 'modules',
  async look(world) {
    const said = await world.pbx.ask('module show')
    if (said.kind === 'silent') return unseen(said.because)
    const missing = needed.filter((name) => !new RegExp(`^${name}\\.so .*(?<!Not )Running\\b`, 'm').test(said.text))
    if (missing.length === 0) return well('all that calls need are loaded')
    return fault(
      `not loaded: ${missing.join(', ')}`,
      `asterisk -rx "module load ${missing[0]}.so"; and no noload for it in modules.conf`,
    )
  },
}
