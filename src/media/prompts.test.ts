import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { durationMs } from './audio.ts'
import { promptDurations } from './prompt-report.ts'
import { folderPrompts, overridden, type PromptSource } from './prompt-source.ts'
import { installPrompts, type PromptInstallation } from './prompts.ts'
import { nothing, tone } from './test-sounds.ts'
import { readWav, writeWav } from './wav.ts'

const never = new AbortController().signal
const assets = resolve(import.meta.dir, '../../assets/audio')
let folder = ''
let sounds = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-'))
  sounds = join(folder, 'sounds/custom')
  await mkdir(join(folder, 'sounds'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

function source(
  scenario: string,
  file: string,
  bytes: Uint8Array | string,
  origin = `built in: ${scenario}/${file}`,
): PromptSource {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return { scenario, file, origin, bytes: async () => content }
}

async function install(sources: readonly PromptSource[], more: Partial<PromptInstallation> = {}) {
  const passwdFile = join(folder, 'passwd')
  const all = { soundFolder: sounds, sources, expected: [], ffmpeg: 'ffmpeg', passwdFile, ...more }
  return await installPrompts(all, systemClock, never)
}

const beep = writeWav(tone(700, 440, 0.2, 16_000))
const boop = writeWav(tone(900, 300, 0.2, 16_000))
const hello = source('sina', 'hello.mp3', beep)

test('the shipped prompts are converted to 16 kHz, µ-law and A-law, readable by all, and a second run leaves them be', async () => {
  const shipped = await folderPrompts(assets)
  const sina = shipped.filter((prompt) => prompt.scenario === 'sina')
  expect(sina.map((prompt) => prompt.file).sort()).toEqual([
    'alo.mp3',
    'goodby.mp3',
    'hello.mp3',
    'onhold.mp3',
    'repeat.mp3',
    'yes.mp3',
  ])
  const first = await install(sina)
  expect(first.problems).toEqual([])
  expect(first.installed.map((prompt) => prompt.sound)).toContain('custom/sina/hello')
  const dir = join(sounds, 'sina')
  for (const prompt of first.installed) {
    const wide = readWav(await Bun.file(join(dir, `${prompt.name}.wav16`)).bytes())
    expect(wide.kind === 'audio' && [wide.audio.sampleRate, Math.round(durationMs(wide.audio))]).toEqual([
      16_000,
      prompt.durationMs,
    ])
    for (const ending of ['ulaw', 'alaw']) {
      const { size, mode } = await stat(join(dir, `${prompt.name}.${ending}`))
      expect(Math.abs(size / 8 - prompt.durationMs)).toBeLessThan(5) // one byte a sample
      expect(mode & 0o777).toBe(0o644)
    }
    expect(prompt.durationMs).toBeGreaterThan(1_000)
  }
  expect((await stat(dir)).mode & 0o777).toBe(0o755)
  const before = await stat(join(dir, 'hello.alaw'))
  const second = await install(sina)
  expect(second.installed).toEqual([])
  expect(second.unchanged).toEqual(first.installed)
  expect((await stat(join(dir, 'hello.alaw'))).ino).toBe(before.ino)
  expect(promptDurations(second)).toEqual(promptDurations(first))
  expect((await readdir(dir)).filter((name) => name.startsWith('.salehi-incoming'))).toEqual([])
})

test('only a prompt whose source changed is converted again', async () => {
  const yes = source('sina', 'yes.mp3', beep)
  await install([hello, yes])
  const report = await install([source('sina', 'hello.mp3', boop), yes])
  expect(report.installed.map((prompt) => [prompt.sound, prompt.durationMs])).toEqual([['custom/sina/hello', 900]])
  expect(report.unchanged.map((prompt) => prompt.sound)).toEqual(['custom/sina/yes'])
})

test.each([
  ['is gone', (path: string) => rm(path)],
  ['was cut short', (path: string) => Bun.write(path, 'x')],
])('an installed file that %s is made again', async (_what, damage) => {
  await install([hello])
  await damage(join(sounds, 'sina/hello.ulaw'))
  expect((await install([hello])).installed).toHaveLength(1)
  expect((await stat(join(sounds, 'sina/hello.ulaw'))).size).toBe(5_600)
})

test('a manifest nobody can read means installing anew', async () => {
  await install([hello])
  await Bun.write(join(sounds, 'sina/.salehi-prompts.json'), '{"recipe":1,"prompts":{"hello":[]}}')
  expect((await install([hello])).installed).toHaveLength(1)
})

test('the folder of the language is kept the same where it exists, and not made where it does not', async () => {
  await install([hello])
  expect(await readdir(join(folder, 'sounds'))).toEqual(['custom'])
  const twin = join(folder, 'sounds/en/custom')
  await mkdir(twin, { recursive: true })
  const report = await install([hello])
  expect(report.unchanged).toHaveLength(1)
  for (const ending of ['wav16', 'ulaw', 'alaw']) {
    const copy = await Bun.file(join(twin, `sina/hello.${ending}`)).bytes()
    expect(copy).toEqual(await Bun.file(join(sounds, `sina/hello.${ending}`)).bytes())
  }
  await install([source('sina', 'hello.mp3', boop)])
  expect((await stat(join(twin, 'sina/hello.alaw'))).size).toBe(7_200)
})

test('a language folder that is the same folder under another name is left alone', async () => {
  await mkdir(sounds)
  await mkdir(join(folder, 'sounds/en'))
  await symlink(sounds, join(folder, 'sounds/en/custom'))
  expect((await install([hello])).problems).toEqual([])
})

test('another recording of the same name, which Asterisk would prefer, is set aside and named', async () => {
  await mkdir(join(sounds, 'sina'), { recursive: true })
  for (const name of ['hello.wav', 'hello.gsm', 'other.wav']) await Bun.write(join(sounds, 'sina', name), beep)
  const report = await install([hello])
  expect(report.setAside).toEqual([join(sounds, 'sina/hello.gsm'), join(sounds, 'sina/hello.wav')])
  expect((await readdir(join(sounds, 'sina'))).sort()).toEqual([
    '.salehi-prompts.json',
    'hello.alaw',
    'hello.gsm.old',
    'hello.ulaw',
    'hello.wav.old',
    'hello.wav16',
    'other.wav',
  ])
  expect((await install([hello])).setAside).toEqual([])
})

test('files are handed to the user asterisk where there is one and this user may', async () => {
  await Bun.write(join(folder, 'passwd'), 'root:x:0:0::/:\nasterisk:x:12345:12346::/:\n')
  expect((await install([hello])).problems).toEqual([])
  const mine = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  for (const path of ['sina', 'sina/hello.alaw', 'sina/hello.wav16', 'sina/.salehi-prompts.json', '.']) {
    const { uid, gid } = await stat(join(sounds, path))
    expect([path, uid, gid]).toEqual([path, ...(mine[0] === 0 ? [12_345, 12_346] : mine)])
  }
})

test('a recording that is none is named with what to do, and stops no other', async () => {
  const broken = source('sina', 'yes.mp3', '<html>404</html>', '/opt/salehi/assets/audio/sina/yes.mp3')
  const empty = source('sina', 'alo.mp3', writeWav(nothing(50)))
  const report = await install([broken, empty, hello])
  expect(report.installed.map((prompt) => prompt.name)).toEqual(['hello'])
  expect(report.problems.map((problem) => problem.kind)).toEqual(['not_audio', 'not_audio'])
  expect(report.problems[0]?.message).toMatch(
    /^\/opt\/salehi\/assets\/audio\/sina\/yes\.mp3 is not a recording ffmpeg can read \(.+\): replace it with a playable MP3, then run `salehi prompts`$/,
  )
  expect(report.problems[1]?.message).toContain('it holds 50 ms of sound')
  expect(await readdir(join(sounds, 'sina'))).not.toContain('yes.alaw')
})

test('a recording that went bad leaves what was installed before', async () => {
  await install([hello])
  const report = await install([source('sina', 'hello.mp3', 'no sound')])
  expect(report.problems.map((problem) => problem.kind)).toEqual(['not_audio'])
  expect(promptDurations(report)).toEqual(new Map([['custom/sina/hello', 700]]))
})

test('without ffmpeg one message says what to install; prompts installed before need none', async () => {
  const ffmpeg = join(folder, 'no-ffmpeg')
  const report = await install([hello, source('sina', 'yes.mp3', beep)], { ffmpeg })
  expect(report.problems).toHaveLength(1)
  expect(report.problems[0]?.kind).toBe('no_ffmpeg')
  expect(report.problems[0]?.message).toContain('sudo apt-get install ffmpeg')
  await install([hello])
  expect((await install([hello], { ffmpeg })).problems).toEqual([])
})

test('a prompt the scenario plays and nobody recorded is missed, unless it lies there already', async () => {
  await mkdir(join(sounds, 'own'), { recursive: true })
  await Bun.write(join(sounds, 'own/greeting.gsm'), 'put there by hand')
  const expected = [
    { scenario: 'sina', file: 'hello.mp3' },
    { scenario: 'own', file: 'greeting.mp3' },
    { scenario: 'own', file: 'farewell.mp3' },
  ]
  const report = await install([hello], { expected })
  expect(report.problems).toEqual([
    {
      kind: 'missing',
      message:
        'prompt own/farewell.mp3: no recording of it was found: put one at assets/audio/own/farewell.mp3 beside the salehi executable, then run `salehi prompts`',
    },
  ])
})

test('a name Asterisk would misunderstand is refused', async () => {
  const report = await install([
    source('sina', 'a,b.mp3', beep),
    source('..', 'hello.mp3', beep),
    source('sina', 'سلام.mp3', beep),
  ])
  expect(report.problems.map((problem) => problem.kind)).toEqual(['bad_name', 'bad_name'])
  expect(report.installed.map((prompt) => prompt.sound)).toEqual(['custom/sina/سلام'])
})

test('a box without the folder of sounds is told which setting names it', async () => {
  const report = await install([hello], { soundFolder: join(folder, 'nowhere/custom') })
  expect(report.problems.map((problem) => problem.kind)).toEqual(['no_folder'])
  expect(report.problems[0]?.message).toContain('AST_SOUND_DIR')
})

test('a folder this user may not write is a message with the command that mends it, and old prompts still count', async () => {
  await install([hello])
  await Bun.$`chmod 755 ${folder}; chmod 555 ${sounds} ${join(sounds, 'sina')}`
  const program = `
    const { installPrompts } = await import('${join(import.meta.dir, 'prompts.ts')}')
    const { systemClock } = await import('${join(import.meta.dir, '../kernel/clock.ts')}')
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534) } // root may write anywhere
    const bytes = async () => new Uint8Array(900)
    const sources = ['sina', 'agrad'].map((scenario) => ({ scenario, file: 'hello.mp3', origin: 'x', bytes }))
    const all = { soundFolder: '${sounds}', sources, expected: [], ffmpeg: 'ffmpeg', passwdFile: '/etc/passwd' }
    console.log(JSON.stringify(await installPrompts(all, systemClock, new AbortController().signal)))`
  const run = await Bun.$`${process.execPath} -e ${program}`.nothrow().quiet()
  await Bun.$`chmod 755 ${sounds} ${join(sounds, 'sina')}`
  const report = JSON.parse(run.stdout.toString())
  expect(report.problems.map((problem: { kind: string }) => problem.kind)).toEqual(['no_permission', 'no_permission'])
  expect(report.problems[0].message).toContain(`sudo chown -R asterisk:asterisk ${join(sounds, 'sina')}`)
  expect(report.unchanged.map((prompt: { sound: string }) => prompt.sound)).toEqual(['custom/sina/hello'])
})

test('an abort ends the installation with its reason', async () => {
  const stop = new AbortController()
  const reason = new Error('shutting down')
  const slow: PromptSource = {
    ...hello,
    async bytes() {
      stop.abort(reason)
      return beep
    },
  }
  const all = { soundFolder: sounds, sources: [slow], expected: [], ffmpeg: 'ffmpeg', passwdFile: '/none' }
  expect(await installPrompts(all, systemClock, stop.signal).catch((error: unknown) => error)).toBe(reason)
  expect(await readdir(join(sounds, 'sina'))).toEqual([])
})

test('an own recording of any kind takes the place of the built-in one, and new ones are added', async () => {
  const own = join(folder, 'assets/audio')
  for (const file of ['sina/hello.wav', 'sina/hello.txt', 'sina/.hidden.mp3', 'mine/greeting.m4a']) {
    await Bun.write(join(own, file), beep)
  }
  const builtIn = [source('sina', 'hello.mp3', boop), source('sina', 'yes.mp3', boop)]
  const sources = overridden(builtIn, await folderPrompts(own))
  expect(sources.map((prompt) => prompt.origin)).toEqual([
    join(own, 'sina/hello.wav'),
    'built in: sina/yes.mp3',
    join(own, 'mine/greeting.m4a'),
  ])
  expect(await sources[0]?.bytes()).toEqual(beep)
  expect(await folderPrompts(join(folder, 'nowhere'))).toEqual([])
})
