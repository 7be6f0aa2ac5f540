import type { Check } from './check.ts'
import { appCheck } from './checks/app.ts'
import { ariCheck } from './checks/ari.ts'
import { ariUserCheck } from './checks/ari-user.ts'
import { callCheck } from './checks/call.ts'
import { clockCheck } from './checks/clock.ts'
import { codecsCheck } from './checks/codecs.ts'
import { dataCheck } from './checks/data.ts'
import { dialPrefixCheck } from './checks/dial-prefix.ts'
import { dialplanCheck } from './checks/dialplan.ts'
import { diskCheck } from './checks/disk.ts'
import { eventsCheck } from './checks/events.ts'
import { ffmpegCheck } from './checks/ffmpeg.ts'
import { httpServerCheck } from './checks/http-server.ts'
import { installationCheck } from './checks/installation.ts'
import { llmCheck } from './checks/llm.ts'
import { modulesCheck } from './checks/modules.ts'
import { panelCheck } from './checks/panel.ts'
import { promptsCheck } from './checks/prompts.ts'
import { qualifyCheck } from './checks/qualify.ts'
import { recogniserCheck } from './checks/recogniser.ts'
import { recordingsCheck } from './checks/recordings.ts'
import { registrationCheck } from './checks/registration.ts'
import { rtpTimeoutCheck } from './checks/rtp-timeout.ts'
import { scenariosCheck } from './checks/scenarios.ts'
import { settingsCheck } from './checks/settings.ts'
import { smsCheck } from './checks/sms.ts'
import { soundsCheck } from './checks/sounds.ts'
import { trunkCheck } from './checks/trunk.ts'
import { versionCheck } from './checks/version.ts'
import { writeTimeoutCheck } from './checks/write-timeout.ts'
import { zoneCheck } from './checks/zone.ts'

/** Everything that is looked at, in the order it is told; what a check needs stands before it. */
export const checks: readonly Check[] = [
  settingsCheck,
  scenariosCheck,
  installationCheck,
  httpServerCheck,
  ariCheck,
  ariUserCheck,
  versionCheck,
  eventsCheck,
  writeTimeoutCheck,
  appCheck,
  modulesCheck,
  dialplanCheck,
  trunkCheck,
  registrationCheck,
  qualifyCheck,
  rtpTimeoutCheck,
  codecsCheck,
  dialPrefixCheck,
  soundsCheck,
  recordingsCheck,
  promptsCheck,
  ffmpegCheck,
  diskCheck,
  dataCheck,
  clockCheck,
  zoneCheck,
  panelCheck,
  recogniserCheck,
  llmCheck,
  smsCheck,
  callCheck,
]
