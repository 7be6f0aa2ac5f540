import { diskSpaceCheck } from '../../store/disk-space.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'
import { existingAbove } from '../folder.ts'

/** Whether there is room for the database and the recordings. */
export const diskCheck: Check = {
  name: 'disk',
  title: 'disk',
  async look({ settings }, signal) {
    const { data, audio } = settings.config
    const health = await diskSpaceCheck([
      { setting: 'DATA_DIR', path: existingAbove(data.dir) },
      { setting: 'AST_RECORDING_DIR', path: existingAbove(audio.recordingDir) },
    ])(signal)
    if (health.kind === 'unsure') return unseen(health.because)
    return health.kind === 'well'
      ? well('there is room')
      : fault(health.because, 'old recordings in AST_RECORDING_DIR and backups of FreePBX are the usual cause')
  },
}
