import { join } from 'node:path'
import { isSame } from '../folder.ts'
import { cannot, type Fix } from './fix.ts'

/** Names Asterisk's own folders of sounds and recordings in the settings, where nobody has named others. */
export const audioFoldersFix: Fix = {
  name: 'audio-folders',
  async plan(world) {
    const core = await world.core()
    if (core === undefined) return cannot('audio-folders', "Asterisk's console does not answer")
    const { settings } = world
    const { soundDir, recordingDir } = settings.config.audio
    const folders = [
      ['AST_SOUND_DIR', soundDir, join(core.data, 'sounds', 'custom')],
      ['AST_RECORDING_DIR', recordingDir, join(core.spool, 'recording')],
    ] as const
    const lines = folders.flatMap(([name, ours, theirs]) =>
      settings.isWritten(name) || isSame(ours, theirs) ? [] : [`${name}=${theirs}`],
    )
    const file = settings.file ?? settings.systemFile
    return {
      kind: 'plan',
      name: 'audio-folders',
      title: "the names of Asterisk's folders in the settings",
      changes: [{ kind: 'block', file, name: 'audio-folders', lines, mark: '#', shown: lines }],
      reload: [],
    }
  },
}
