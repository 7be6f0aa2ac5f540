import { join } from 'node:path'
import { asteriskUser } from '../asterisk-user.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'
import { isSame, keptFrom } from '../folder.ts'

/** Whether Asterisk can write what callers say, and salehi the cleaned copy beside it. */
export const recordingsCheck: Check = {
  name: 'recordings',
  title: 'recordings',
  async look(world) {
    const { recordingDir } = world.settings.config.audio
    const { salehi } = world.users
    const [core, asterisk] = await Promise.all([world.core(), asteriskUser(world)])
    if (salehi === undefined || asterisk === undefined) return unseen('there is no user asterisk on this machine')
    const theirs = core === undefined ? undefined : join(core.spool, 'recording')
    if (theirs !== undefined && !isSame(theirs, recordingDir)) {
      return fault(
        `AST_RECORDING_DIR is ${recordingDir}, but Asterisk records to ${theirs}`,
        `set AST_RECORDING_DIR=${theirs}`,
        world.settings.isWritten('AST_RECORDING_DIR') ? undefined : 'audio-folders',
      )
    }
    const kept = keptFrom({ setting: 'AST_RECORDING_DIR', path: recordingDir, fix: 'recordings' }, [
      { who: `Asterisk (${asterisk.name})`, user: asterisk, wants: 'write' },
      { who: `salehi (${salehi.name})`, user: salehi, wants: 'write' },
    ])
    return kept ?? well(`${recordingDir}: both write and read`)
  },
}
