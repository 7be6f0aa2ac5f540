import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { durationMs } from './audio.ts'
import { FfmpegEnhancer, type FfmpegEnhancerOptions, ffmpegEnhancerDefaults } from './enhance.ts'
import { after, hiss, mixed, spoken } from './test-sounds.ts'
import { readWav } from './wav.ts'

const never = new AbortController().signal
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enhance-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

function enhancer(options: Partial<FfmpegEnhancerOptions> = {}, clock: Clock = systemClock, log: Log = silentLog) {
  const all = { ...ffmpegEnhancerDefaults, recordingFolder: folder, budgetMs: 30_000, ...options }
  return new FfmpegEnhancer(all, clock, log, never)
}

/** An «ffmpeg» of a few lines of shell; it replaces itself where it waits, so that killing it leaves nothing. */
async function fakeFfmpeg(script: string): Promise<string> {
  const file = join(folder, 'fake-ffmpeg')
  await Bun.write(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  return file
}

/** An «ffmpeg» that never ends, and whether it lives. */
async function stuckFfmpeg() {
  const file = join(folder, 'pid')
  const command = await fakeFfmpeg(`echo $$ >"${file}.part"; mv "${file}.part" "${file}"; exec sleep 1000`)
  return {
    command,
    async started(clock: TestClock): Promise<void> {
      while (!(await Bun.file(file).exists())) await clock.advance(0)
    },
    async alive(): Promise<boolean> {
      return await Bun.file(`/proc/${(await Bun.file(file).text()).trim()}/stat`).exists()
    },
  }
}

/** Keeps the event name of every line. */
function listeningLog(): { readonly log: Log; readonly events: string[] } {
  const events: string[] = []
  const keep = (event: string): void => void events.push(event)
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log }
  return { log, events }
}

const noisy = async () =>
  mixed(after(hiss(600, 0.002), await spoken('bale', 0.03), hiss(400, 0.002)), hiss(1_200, 0.01))

test('ffmpeg cleans a telephone recording to 16 kHz of the same length, and the copy is kept beside the original', async () => {
  await using it = enhancer()
  const audio = await noisy()
  const clean = await it.enhance('salehi/c1-1', audio, never)
  expect(clean.sampleRate).toBe(16_000)
  expect(Math.abs(durationMs(clean) - durationMs(audio))).toBeLessThan(120)
  await it.idle()
  const copy = readWav(await Bun.file(join(folder, 'enhanced/salehi/c1-1.wav')).bytes())
  expect(copy).toEqual({ kind: 'audio', audio: clean })
  expect(await readdir(join(folder, 'enhanced/salehi'))).toEqual(['c1-1.wav'])
})

test('past the budget the caller goes on with the plain audio and the copy is still finished', async () => {
  const gate = join(folder, 'gate')
  await Bun.$`mkfifo ${gate}`
  // Reads all, then waits at the gate before it writes two samples.
  const command = await fakeFfmpeg(`cat >/dev/null; read go <"${gate}"; printf 'abcd'`)
  const clock = new TestClock()
  await using it = enhancer({ command, budgetMs: 500 }, clock)
  const audio = await noisy()
  let result: unknown
  const enhancing = it.enhance('c', audio, never).then((it) => {
    result = it
  })
  await clock.advance(499)
  expect(result).toBeUndefined()
  await clock.advance(1)
  await enhancing
  expect(result).toBe(audio)
  await Bun.spawn(['sh', '-c', `echo go >"${gate}"`]).exited
  await it.idle()
  const copy = readWav(await Bun.file(join(folder, 'enhanced/c.wav')).bytes())
  expect(copy.kind === 'audio' && copy.audio.samples.length).toBe(2)
})

test('a caller is not held at all when the budget would pass in the queue', async () => {
  const command = await fakeFfmpeg('exec sleep 1000')
  const clock = new TestClock()
  await using it = enhancer({ command, parallel: 1, budgetMs: 500 }, clock)
  const audio = await noisy()
  const held = [it.enhance('a', audio, never), it.enhance('b', audio, never)]
  expect(await it.enhance('c', audio, never)).toBe(audio) // with the clock standing still
  await clock.advance(500)
  expect(await Promise.all(held)).toEqual([audio, audio])
})

test('no more ffmpegs run at once than allowed', async () => {
  const lock = join(folder, 'lock')
  const command = await fakeFfmpeg(
    `mkdir "${lock}" || touch "${lock}-twice"; cat >/dev/null; sleep 0.02; rmdir "${lock}"; printf 'abcd'`,
  )
  await using it = enhancer({ command, parallel: 1 })
  const audio = await noisy()
  for (const name of ['a', 'b', 'c', 'd']) void it.enhance(name, audio, never) // idle() awaits them all
  await it.idle()
  expect((await readdir(join(folder, 'enhanced'))).sort()).toEqual(['a.wav', 'b.wav', 'c.wav', 'd.wav'])
  expect(await readdir(folder)).not.toContain('lock-twice')
})

test('a full backlog keeps originals only, and says so once', async () => {
  const { log, events } = listeningLog()
  const command = await fakeFfmpeg('exec sleep 1000')
  const clock = new TestClock()
  await using it = enhancer({ command, parallel: 1, backlog: 2, budgetMs: 500 }, clock, log)
  const audio = await noisy()
  const held = [it.enhance('a', audio, never), it.enhance('b', audio, never)]
  for (const name of ['c', 'd', 'e']) expect(await it.enhance(name, audio, never)).toBe(audio)
  expect(events).toEqual(['enhance.backlog'])
  await clock.advance(500)
  await Promise.all(held)
})

test('a hang-up ends the waiting at once, and the copy is made all the same', async () => {
  await using it = enhancer()
  const line = new AbortController()
  const reason = new Error('hung up')
  const enhancing = it.enhance('c', await noisy(), line.signal)
  line.abort(reason)
  expect(await enhancing.catch((error: unknown) => error)).toBe(reason)
  await it.idle()
  expect(await Bun.file(join(folder, 'enhanced/c.wav')).exists()).toBe(true)
})

test('closing kills an ffmpeg that hangs, and nothing half-made is left', async () => {
  const clock = new TestClock()
  const stuck = await stuckFfmpeg()
  {
    await using it = enhancer({ command: stuck.command, budgetMs: 500 }, clock)
    const audio = await noisy()
    const enhancing = it.enhance('c', audio, never)
    await stuck.started(clock)
    await clock.advance(500)
    expect(await enhancing).toBe(audio)
    expect(await stuck.alive()).toBe(true)
  }
  expect(await stuck.alive()).toBe(false)
  expect(await readdir(folder)).not.toContain('enhanced')
})

test('an ffmpeg that hangs is killed after half a minute, so that it does not keep its place', async () => {
  const { log, events } = listeningLog()
  const clock = new TestClock()
  const stuck = await stuckFfmpeg()
  await using it = enhancer({ command: stuck.command, budgetMs: 500, parallel: 1 }, clock, log)
  const enhancing = it.enhance('c', await noisy(), never)
  await stuck.started(clock)
  await clock.advance(500)
  await enhancing
  await clock.advance(29_500)
  await it.idle()
  expect(await stuck.alive()).toBe(false)
  expect(events).toEqual(['enhance.failed'])
})

test('without ffmpeg the plain audio is used and a person is told once', async () => {
  const { log, events } = listeningLog()
  await using it = enhancer({ command: join(folder, 'no-such-ffmpeg') }, systemClock, log)
  const audio = await noisy()
  for (const name of ['a', 'b']) expect(await it.enhance(name, audio, never)).toBe(audio)
  expect(events).toEqual(['enhance.ffmpeg_missing'])
})

test('an ffmpeg that fails costs the cleaning only, and is told of once', async () => {
  const { log, events } = listeningLog()
  const command = await fakeFfmpeg('cat >/dev/null; echo "no such filter" >&2; exit 1')
  await using it = enhancer({ command }, systemClock, log)
  const audio = await noisy()
  for (const name of ['a', 'b']) expect(await it.enhance(name, audio, never)).toBe(audio)
  expect(events).toEqual(['enhance.failed'])
})

test('a folder that cannot be written costs the copy only', async () => {
  const { log, events } = listeningLog()
  await Bun.write(join(folder, 'enhanced'), 'a file where the folder should be')
  await using it = enhancer({}, systemClock, log)
  expect((await it.enhance('a', await noisy(), never)).sampleRate).toBe(16_000)
  await it.idle()
  expect(events).toEqual(['enhance.not_kept'])
})
