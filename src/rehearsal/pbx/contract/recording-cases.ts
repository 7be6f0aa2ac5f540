import { expect } from 'bun:test'
import { answered, create, dial, free, hangUp, type MadeChannel, made, originate } from './calls.ts'
import type { ContractCase, ContractReply, PbxDriver } from './driver.ts'
import { told } from './words.ts'

async function record(
  pbx: PbxDriver,
  { id }: MadeChannel,
  query: Readonly<Record<string, string | number>> = {},
  name = `contract/${pbx.id()}`,
): Promise<{ readonly name: string; readonly reply: ContractReply }> {
  const reply = await pbx.request('POST', `/channels/${id}/record`, { query: { name, format: 'wav', ...query } })
  return { name, reply }
}

const over = (name: string) => (event: { type: string; recording?: { name: string } }) =>
  event.type.startsWith('RecordingF') && event.recording?.name === name

const file = (pbx: PbxDriver, name: string): Promise<ContractReply> =>
  pbx.request('GET', `/recordings/stored/${encodeURIComponent(name)}/file`)

const bytesASecond = 16_000

/** Recordings: sections 4.3 and 4.4 and the pitfalls of recording. */
export const recordingCases: readonly ContractCase[] = [
  {
    fact: 'a recording ends by silence after the speech; the silence is cut off its file but for a moment',
    of: ['4.3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0910'))
      const { name, reply } = await record(pbx, call, { maxSilenceSeconds: 2, maxDurationSeconds: 10 })
      expect(reply).toMatchObject({ status: 201, body: { name, state: 'queued' } })
      expect(await tape.until('the end', over(name), 12_000)).toMatchObject({
        type: 'RecordingFinished',
        recording: { state: 'done' },
      })
      expect((await file(pbx, name)).bytes / bytesASecond).toBeWithin(2, 4.5)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a silent recording ends after the silence, its file is a fifth of a second, and it claims to hold a second of talk',
    of: ['4.3', '10.13'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call, { maxSilenceSeconds: 1, maxDurationSeconds: 10 })
      expect(await tape.until('the end', over(name), 5_000)).toMatchObject({ recording: { talking_duration: 1 } })
      const { bytes } = await file(pbx, name)
      expect(bytes).toBeWithin(2_000, 6_500)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a recording of endless talk ends at its longest, or a little after',
    of: ['4.3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0921'))
      const { name } = await record(pbx, call, { maxSilenceSeconds: 3, maxDurationSeconds: 2 })
      await tape.until('the end', over(name), 6_000)
      expect((await file(pbx, name)).bytes / bytesASecond).toBeWithin(1.8, 3.2)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a hang-up ends a recording before the end of Stasis, and its file is kept',
    of: ['3', '4.3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0912'))
      const { name } = await record(pbx, call, { maxSilenceSeconds: 5 })
      await call.until('ChannelDestroyed')
      expect(told(tape, call.id).slice(-5)).toEqual([
        'RecordingStarted',
        'HR 16',
        'RecordingFinished',
        'StasisEnd',
        'CD 16',
      ])
      expect((await file(pbx, name)).status).toBe(200)
    },
  },
  {
    fact: 'a recording that is stopped is finished at once, and its file is there',
    of: ['4.3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call)
      await call.until('RecordingStarted')
      await pbx.pass(300)
      const at = `/recordings/live/${encodeURIComponent(name)}`
      expect((await pbx.request('GET', at)).body).toMatchObject({ name, state: 'recording' })
      expect((await pbx.request('GET', `/recordings/stored/${encodeURIComponent(name)}`)).status).toBe(200)
      expect((await pbx.request('POST', `${at}/stop`)).status).toBe(204)
      expect(await tape.until('the end', over(name))).toMatchObject({ type: 'RecordingFinished' })
      expect((await file(pbx, name)).status).toBe(200)
      expect((await pbx.request('GET', at)).status).toBe(404)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a recording that is thrown away is told as finished, and has no file',
    of: ['4.3', '10.12'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call)
      await call.until('RecordingStarted')
      expect((await pbx.request('DELETE', `/recordings/live/${encodeURIComponent(name)}`)).status).toBe(204)
      expect(await tape.until('the end', over(name))).toMatchObject({ type: 'RecordingFinished' })
      expect((await file(pbx, name)).status).toBe(404)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a recording of a channel in a bridge is accepted and then fails',
    of: ['3', '4.3', '10.11'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      const { name, reply } = await record(pbx, call)
      expect(reply.status).toBe(201)
      expect(await tape.until('the end', over(name))).toMatchObject({
        type: 'RecordingFailed',
        recording: { cause: 'Cannot record channel while in bridge' },
      })
      await hangUp(pbx, call)
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
  {
    fact: 'a dialled channel is in a hidden bridge: it cannot be recorded until it has passed through another',
    of: ['4.3', '10.11'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call)
      expect(await tape.until('the end', over(name))).toMatchObject({ type: 'RecordingFailed' })
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a sound and a recording ordered together go one after the other',
    of: ['4.3', '10.15'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await originate(pbx, tape, pbx.number('0911'))
      await call.until('StasisStart')
      await pbx.request('POST', `/channels/${call.id}/play`, { query: { media: 'sound:silence/1' } })
      const { name } = await record(pbx, call, { maxSilenceSeconds: 1 })
      await tape.until('the end', over(name), 6_000)
      expect(told(tape, call.id).slice(-4)).toEqual([
        'PlaybackStarted',
        'PlaybackFinished done',
        'RecordingStarted',
        'RecordingFinished',
      ])
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a recording on a channel that is not dialled yet keeps it from ever being dialled',
    of: ['4.3', '10.15'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call)
      await call.until('RecordingStarted')
      await dial(pbx, call)
      await pbx.pass(1_500)
      expect(told(tape, call.id)).toEqual(['StasisStart', 'RecordingStarted'])
      await pbx.request('DELETE', `/channels/${call.id}`)
      await call.until('ChannelDestroyed')
      expect(tape.events.some(over(name))).toBe(true)
    },
  },
  {
    fact: 'a name in use is refused with 409, a format there is not with 422; a name may hold slashes, encoded',
    of: ['4.1', '4.3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await free(pbx, tape, pbx.number('0911'))
      const { name } = await record(pbx, call, { maxSilenceSeconds: 1 })
      await tape.until('the end', over(name), 5_000)
      const again = await record(pbx, call, {}, name)
      expect(again.reply).toMatchObject({
        status: 409,
        body: { message: `Recording '${name}' already exists and can not be overwritten` },
      })
      const strange = await record(pbx, call, { format: 'nosuch' })
      expect(strange.reply).toMatchObject({
        status: 422,
        body: { message: 'specified format is unknown on this system' },
      })
      expect((await pbx.request('GET', `/recordings/stored/${name}`)).status).toBe(404)
      expect((await pbx.request('GET', `/recordings/stored/${encodeURIComponent(name)}`)).body).toEqual({
        name,
        format: 'wav',
      })
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a far end that sends no packets is never silent: only the longest time ends its recording',
    of: ['4.4', '10.14'],
    only: 'virtual', // the rig's carrier always sends packets
    async prove(pbx) {
      const tape = await pbx.listen()
      const id = pbx.id()
      await pbx.request('POST', `/channels/${id}`, { query: { endpoint: 'PJSIP/mute@SIPP', app: pbx.app } })
      await tape.until('the answer', ({ type }) => type === 'StasisStart')
      const { name } = await record(pbx, made(tape, id), { maxSilenceSeconds: 1, maxDurationSeconds: 5 })
      await pbx.pass(4_000)
      expect(tape.events.some(over(name))).toBe(false)
      await tape.until('the end', over(name), 3_000)
    },
  },
]
