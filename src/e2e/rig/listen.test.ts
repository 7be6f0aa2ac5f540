import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { babble, excerpt, sequence, throughALaw } from './babble.ts'
import { type ClipEar, clipEar } from './listen.ts'
import { writeWav } from './wav.ts'

const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
const sounds = names.map((_, i) => babble(10 + i, 1 + i / 2))
let folder: string
let ear: ClipEar

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clips-'))
  const clips = names.map((name) => ({ name, text: `says ${name}`, file: join(folder, `${name}.wav`) }))
  await Promise.all(clips.map((clip, i) => Bun.write(clip.file, writeWav(sounds[i]!))))
  ear = await clipEar(clips)
})

afterAll(() => rm(folder, { recursive: true }))

test.each(names)('the clip %p is known by its sound after a telephone codec, wherever it begins', (name) => {
  const sound = sounds[names.indexOf(name)]!
  for (const lead of [0, 0.313, 1.0001]) {
    const heard = ear.hears(throughALaw(sequence(lead, sound, 0.4)))
    expect(heard.map((one) => one.name)).toEqual([name])
    expect(Math.abs(heard[0]!.startMs - lead * 1000)).toBeLessThan(5)
  }
})

test('two clips in one utterance are both heard, in the order of time', () => {
  const wav = writeWav(sequence(0.3, sounds[4]!, 0.2, sounds[1]!))
  expect(ear.recognise(wav)).toEqual({ name: 'five+two', text: 'says five says two' })
})

test('a clip whose beginning was missed is still known', () => {
  expect(ear.recognise(writeWav(excerpt(sounds[5]!, 0.8, 3.5)))?.name).toBe('six')
})

test.each([101, 102, 103])('speech that is none of the clips is not taken for one (seed %p)', (seed) => {
  expect(ear.recognise(writeWav(babble(seed, 3)))).toBeUndefined()
})

test('silence is nobody', () => {
  expect(ear.recognise(writeWav(sequence(2)))).toBeUndefined()
})

test('a file that is no sound is refused in words', () => {
  expect(() => ear.recognise(new TextEncoder().encode('{"error": "no audio"}'))).toThrow('no WAV file')
})
