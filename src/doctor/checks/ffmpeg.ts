import { runFfmpeg } from '../../media/ffmpeg.ts'
import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'

const limitMs = 10_000
/** As callers' voices are cleaned. */
const filters = 'highpass=f=120,lowpass=f=3800,afftdn=nf=-25,loudnorm'
const halfSecond = 16_000

/** Whether ffmpeg is there and can clean a voice. */
export const ffmpegCheck: Check = {
  name: 'ffmpeg',
  title: 'ffmpeg',
  async look({ clock }, signal) {
    const args = ['-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0', '-af', filters, '-f', 'null', '-']
    const input = new Uint8Array(halfSecond)
    const ran = await runFfmpeg({ command: 'ffmpeg', args, input, timeoutMs: limitMs }, clock, signal)
    const install = 'sudo apt-get install ffmpeg (Debian, Ubuntu), or sudo dnf install ffmpeg (Rocky, Alma)'
    if (ran.kind === 'missing') return fault('is not installed: the prompts cannot be converted', install)
    if (ran.kind === 'failed') return fault(`cannot clean a voice: ${ran.because}`, `install a full build: ${install}`)
    return well('is there and cleans a voice')
  },
}
