import type { Bridge } from './bridge.ts'
import type { Channel } from './channel.ts'
import { enqueue } from './command-queue.ts'
import { Playback, type PlaybackControl } from './playback.ts'
import { LiveRecording } from './recording.ts'
import {
  type Asked,
  done,
  noSuchResource,
  ok,
  playbackNotFound,
  type Reply,
  recordingNotFound,
  refused,
  wrongMethod,
} from './reply.ts'
import { follow } from './telling.ts'
import type { World } from './world.ts'

const formats: ReadonlySet<string> = new Set(['wav', 'WAV', 'wav49', 'ulaw', 'alaw', 'gsm', 'sln', 'sln16', 'g722'])
const controls: ReadonlySet<string> = new Set(['restart', 'pause', 'unpause', 'reverse', 'forward'])

type Parameters = Asked['parameters']

/** Orders sounds on a channel or in a bridge. */
export function playOn(world: World, target: Channel | Bridge, id: string | undefined, parameters: Parameters): Reply {
  const media = (parameters.get('media') ?? '').split(',').filter((uri) => uri !== '')
  if (media.length === 0) return refused(400, 'At least one media URI must be provided')
  const playback = new Playback(world, id ?? world.ids.next(), media, target)
  let taken = world.playbacks.get(playback.id) // an id in use is taken all the same
  while (taken?.twin !== undefined) taken = taken.twin
  if (taken === undefined) world.playbacks.set(playback.id, playback)
  else taken.twin = playback
  const reply = ok(playback.shown(), 201)
  if ('queue' in target) {
    const begin = (): void => enqueue(target, playback)
    follow(world, target, 'media_before_answer', begin, () => world.playbacks.delete(playback.id))
    return reply
  }
  target.playbacks.add(playback)
  world.timeline.after(1, () => playback.start())
  return reply
}

/** Orders a recording of a channel or of a bridge. */
export function recordOn(world: World, target: Channel | Bridge, parameters: Parameters): Reply {
  const name = parameters.get('name') ?? ''
  const format = parameters.get('format') ?? ''
  if (name === '') return refused(400, 'Recording name is required')
  if (!formats.has(format)) return refused(422, 'specified format is unknown on this system')
  const taken = world.live.has(name) || (world.stored.has(name) && (parameters.get('ifExists') ?? 'fail') === 'fail')
  if (taken) return refused(409, `Recording '${name}' already exists and can not be overwritten`)
  const seconds = (key: string): number => Number(parameters.get(key) ?? 0) * 1_000
  const order = {
    name,
    format,
    maxDurationMs: seconds('maxDurationSeconds'),
    maxSilenceMs: seconds('maxSilenceSeconds'),
  }
  const recording = new LiveRecording(world, order, target)
  world.live.set(name, recording)
  const reply = ok(recording.shown(), 201)
  if ('queue' in target) {
    const begin = (): void => enqueue(target, recording)
    follow(world, target, 'media_before_answer', begin, () => world.live.delete(name))
    return reply
  }
  target.recordings.add(recording)
  world.timeline.after(1, () => recording.start())
  return reply
}

/** Requests below `/playbacks`. */
export function playbackRequest(world: World, { method, segments, parameters }: Asked): Reply {
  const [, id = '', action] = segments
  const playback = world.playbacks.get(id)
  if (playback === undefined) return playbackNotFound
  if (action === 'control') {
    const operation = parameters.get('operation') ?? ''
    if (!controls.has(operation)) return refused(400, 'Invalid operation')
    playback.control(operation as PlaybackControl)
    return done
  }
  if (method === 'GET') return ok(playback.shown())
  if (method !== 'DELETE') return wrongMethod
  const { target } = playback
  if ('queue' in target) follow(world, target, 'media_before_answer', () => playback.stop())
  else world.timeline.after(1, () => playback.stop())
  return done
}

/** Requests below `/recordings`. */
export function recordingRequest(world: World, { method, segments }: Asked): Reply {
  const [, kind, name = '', action, more] = segments
  if (more !== undefined) return noSuchResource
  if (kind === 'live') return liveRequest(world, method, name, action)
  if (kind !== 'stored') return noSuchResource
  const content = world.stored.get(name)
  const begun = content !== undefined || world.live.get(name)?.begun === true
  if (!begun) return action === undefined || action === 'file' ? recordingNotFound : noSuchResource
  if (method === 'DELETE') {
    world.stored.delete(name)
    return done
  }
  if (action === undefined) return ok({ name, format: 'wav' })
  if (action !== 'file') return noSuchResource
  return { status: 200, file: content?.() ?? new Uint8Array(44) }
}

function liveRequest(world: World, method: string, name: string, action: string | undefined): Reply {
  const recording = world.live.get(name)
  if (recording === undefined) return recordingNotFound
  if (method === 'GET' && action === undefined) return ok(recording.shown())
  const work = action === 'stop' && method === 'POST' ? () => recording.stop() : () => recording.discard()
  if (action !== 'stop' && !(action === undefined && method === 'DELETE')) return noSuchResource
  const { target } = recording
  if ('queue' in target) follow(world, target, 'media_before_answer', work)
  else work()
  return done
}
