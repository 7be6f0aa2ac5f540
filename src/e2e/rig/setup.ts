import { clips } from './clips.ts'
import { ensureTools } from './debian-tools.ts'
import { ensureImage } from './image.ts'

const tell = (line: string) => console.log(line)
const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Interrupted.')))

try {
  await ensureTools(tell, stop.signal)
  if (!process.argv.includes('tools')) {
    const image = await ensureImage(tell, stop.signal)
    const spoken = await clips(stop.signal)
    tell(`The test rig is ready: Asterisk ${image.version} in ${image.root}, ${spoken.length} clips.`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
