import { join } from 'node:path'
import { asteriskUser } from '../asterisk-user.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'
import { isSame, keptFrom } from '../folder.ts'

/** Whether salehi can put prompts where Asterisk finds and may read them. */
export const soundsCheck: Check = {
  name: 'sounds',
  title: 'sounds',
  async look(world) {
    const { soundDir } = world.settings.config.audio
    const { salehi } = world.users
    const [core, asterisk] = await Promise.all([world.core(), asteriskUser(world)])
    if (salehi === undefined || asterisk === undefined) return unseen('there is no user asterisk on this machine')
    const theirs = core === undefined ? undefined : join(core.data, 'sounds', 'custom')
    if (theirs !== undefined && !isSame(theirs, soundDir)) {
      return fault(
        `AST_SOUND_DIR is ${soundDir}, but Asterisk plays custom sounds from ${theirs}`,
        `set AST_SOUND_DIR=${theirs}`,
        world.settings.isWritten('AST_SOUND_DIR') ? undefined : 'audio-folders',
      )
    }
    const kept = keptFrom({ setting: 'AST_SOUND_DIR', path: soundDir, fix: 'sounds' }, [
      { who: `salehi (${salehi.name})`, user: salehi, wants: 'write' },
      { who: `Asterisk (${asterisk.name})`, user: asterisk, wants: 'read' },
    ])
    return kept ?? well(`${soundDir}: salehi writes, Asterisk reads`)
  },
}
