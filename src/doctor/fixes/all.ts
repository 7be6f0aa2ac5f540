import { ariGeneralFix } from './ari-general.ts'
import { ariUserFix } from './ari-user.ts'
import { audioFoldersFix } from './audio-folders.ts'
import { dialplanFix } from './dialplan.ts'
import type { Fix, FixName } from './fix.ts'
import { dataFix, recordingsFix, soundsFix } from './folders.ts'
import { httpFix } from './http.ts'
import { promptsFix } from './prompts.ts'
import { rtpTimeoutFix } from './rtp-timeout.ts'

/** Every fix by its name. */
export const fixes: Readonly<Record<FixName, Fix>> = {
  http: httpFix,
  'ari-general': ariGeneralFix,
  'ari-user': ariUserFix,
  dialplan: dialplanFix,
  'rtp-timeout': rtpTimeoutFix,
  'audio-folders': audioFoldersFix,
  sounds: soundsFix,
  recordings: recordingsFix,
  data: dataFix,
  prompts: promptsFix,
}
