import { expect } from 'bun:test'
import { free, hangUp, type MadeChannel } from './calls.ts'
import type { ContractCase, PbxDriver } from './driver.ts'
import { told } from './words.ts'

async function play(pbx: PbxDriver, { id }: MadeChannel, media: string): Promise<string> {
  const playback = pbx.id()
  const reply = await pbx.request('POST', `/channels/${id}/play/${playback}`, { query: { media } })
  expect(reply).toMatchObject({ status: 201, body: { id: playback } })
  return playback
}

const finished = (playback: string) => (event: { type: string; playback?: { id: string } }) =>
  event.type === 'PlaybackFinished' && event.playback?.id === playback

/** Sounds: section 4.5 and the pitfalls of playing. */
export const playbackCases: readonly ContractCase[] = [
  {
    fact: 'several sounds in one playback: started each, continuing between, finished once',
    of: ['4.5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const playback = await play(pbx, call, 'sound:silence/1,sound:silence/1')
      expect(await tape.until('the end', finished(playback), 8_000)).toMatchObject({ playback: { state: 'done' } })
      expect(told(tape, call.id).slice(-4)).toEqual([
        'PlaybackStarted',
        'PlaybackContinuing',
        'PlaybackStarted',
        'PlaybackFinished done',
      ])
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a playback that is stopped is done; one that is over is not there any more',
    of: ['4.5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const playback = await play(pbx, call, 'sound:custom/hello')
      await call.until('PlaybackStarted')
      expect((await pbx.request('GET', `/playbacks/${playback}`)).body).toMatchObject({ state: 'playing' })
      expect((await pbx.request('DELETE', `/playbacks/${playback}`)).status).toBe(204)
      expect(await tape.until('the end', finished(playback))).toMatchObject({ playback: { state: 'done' } })
      expect((await pbx.request('GET', `/playbacks/${playback}`)).status).toBe(404)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a missing sound is accepted, begins, and fails',
    of: ['4.1', '4.5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const playback = await play(pbx, call, 'sound:custom/missing')
      expect(await tape.until('the end', finished(playback))).toMatchObject({ playback: { state: 'failed' } })
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a kind of media there is not is accepted, begins, and never ends; what is ordered next plays all the same',
    of: ['4.1', '10.16'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const strange = await play(pbx, call, 'foo:bar')
      const next = await play(pbx, call, 'sound:silence/1')
      await tape.until('the end of the next', finished(next), 5_000)
      expect(tape.events.some(finished(strange))).toBe(false)
      await hangUp(pbx, call)
      expect(tape.events.some(finished(strange))).toBe(false)
    },
  },
  {
    fact: 'sounds ordered one after the other are played one after the other; a hang-up fails those that wait, too',
    of: ['4.3', '4.5', '10.15'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      await play(pbx, call, 'sound:custom/hello')
      await play(pbx, call, 'sound:custom/hello')
      await call.until('PlaybackStarted')
      await hangUp(pbx, call)
      expect(told(tape, call.id).slice(-7)).toEqual([
        'PlaybackStarted',
        'HR 32 soft',
        'PlaybackFinished failed',
        'PlaybackStarted',
        'PlaybackFinished failed',
        'StasisEnd',
        'CD 16',
      ])
    },
  },
  {
    fact: 'a playback can be paused and taken up again, which begins it anew in the telling',
    of: ['4.5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const playback = await play(pbx, call, 'sound:custom/hello')
      await call.until('PlaybackStarted')
      const control = async (operation: string): Promise<number> =>
        (await pbx.request('POST', `/playbacks/${playback}/control`, { query: { operation } })).status
      await pbx.pass(300)
      expect(await control('pause')).toBe(204)
      expect((await pbx.request('GET', `/playbacks/${playback}`)).body).toMatchObject({ state: 'paused' })
      expect(await control('unpause')).toBe(204)
      await pbx.request('DELETE', `/playbacks/${playback}`)
      await tape.until('the end', finished(playback))
      expect(told(tape, call.id).slice(-3)).toEqual(['PlaybackStarted', 'PlaybackStarted', 'PlaybackFinished done'])
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a playback id in use is taken again without complaint',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const playback = await play(pbx, call, 'sound:custom/hello')
      const again = await pbx.request('POST', `/channels/${call.id}/play/${playback}`, {
        query: { media: 'sound:custom/hello' },
      })
      expect(again.status).toBe(201)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a sound in an empty bridge is accepted and no event tells of it',
    of: ['3', '10.25'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      const reply = await pbx.request('POST', `/bridges/${bridge}/play`, { query: { media: 'sound:silence/1' } })
      expect(reply.status).toBe(201)
      await pbx.pass(1_500)
      expect(tape.events.filter(({ playback }) => playback !== undefined)).toEqual([])
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
  {
    fact: 'keys pressed while a sound plays are told, and the sound goes on',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0919'))
      await play(pbx, call, 'sound:custom/hello,sound:custom/hello')
      await tape.until('the second key', (event) => event.digit === '2', 8_000)
      await hangUp(pbx, call)
      expect(told(tape, call.id).slice(-7)).toEqual([
        'PlaybackStarted',
        'key 1',
        'key 2',
        'HR 32 soft',
        'PlaybackFinished failed',
        'StasisEnd',
        'CD 16',
      ])
    },
  },
]
