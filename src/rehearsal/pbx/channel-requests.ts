import { type Channel, channelShown } from './channel.ts'
import { advance, enqueue } from './command-queue.ts'
import { dialOut } from './dialing.ts'
import { end, leaveStasis, orderEnd } from './ending.ts'
import { answerArrived, give, makeChannel, originate } from './making.ts'
import { playOn, recordOn } from './media-requests.ts'
import {
  type Asked,
  allocationFailed,
  channelNotFound,
  done,
  noSuchResource,
  notInStasis,
  ok,
  type Reply,
  refused,
  wrongMethod,
} from './reply.ts'
import { follow, tellApplication, tellOfChannel } from './telling.ts'
import { readVariable, readVariables, writeVariable } from './variables.ts'
import type { World } from './world.ts'

/** The Q.850 cause of each reason a client can name. */
const reasons: Readonly<Record<string, number>> = {
  normal: 16,
  busy: 17,
  congestion: 34,
  no_answer: 19,
  timeout: 19,
  rejected: 21,
  unallocated: 1,
  normal_unspecified: 31,
  number_incomplete: 28,
  codec_mismatch: 58,
  interworking: 127,
  failure: 38,
  answered_elsewhere: 26,
}

/** The longest id Asterisk takes. */
const longestId = 149

/** Requests below `/channels`. */
export function channelRequest(world: World, asked: Asked): Reply {
  const [, id, action, detail] = asked.segments
  const { method } = asked
  if (id === undefined) {
    if (method === 'GET') return ok([...world.channels.values()].map(channelShown))
    return method === 'POST' ? make(world, asked, undefined, 'originated') : wrongMethod
  }
  if (id === 'create' && method === 'POST') return make(world, asked, undefined, 'created')
  if (action === undefined && method === 'POST') return make(world, asked, id, 'originated')
  const channel = world.channels.get(id.toLowerCase())
  if (channel === undefined) {
    return action === 'variable' && method === 'GET' ? refused(404, 'Provided channel was not found') : channelNotFound
  }
  if (action === undefined) {
    if (method === 'GET') return ok(channelShown(channel))
    return method === 'DELETE' ? hangUp(world, channel, asked) : wrongMethod
  }
  if (action === 'variable' && method === 'GET')
    return readVariable(world, channel, asked.parameters.get('variable') ?? '')
  if (action === 'variables' && method === 'GET')
    return readVariables(world, channel, asked.parameters.get('variables') ?? '')
  if (action === 'rtp_statistics' && method === 'GET')
    return ok({ channel_uniqueid: channel.id, txcount: 0, rxcount: 0 })
  // Looking finds a channel whatever the case; working on it does not.
  if (channel.inside === undefined || channel.id !== id) return notInStasis
  return act(world, channel, asked, action, detail)
}

function act(world: World, channel: Channel, asked: Asked, action: string, detail: string | undefined): Reply {
  const { parameters } = asked
  switch (action) {
    case 'dial':
      return dial(world, channel, Number(parameters.get('timeout') ?? 0))
    case 'answer':
      if (channel.state !== 'Up') {
        answerArrived(world, channel)
        tellOfChannel(world, channel, 'ChannelStateChange')
      }
      return done
    case 'play':
      return playOn(world, channel, detail ?? parameters.get('playbackId'), parameters)
    case 'record':
      return recordOn(world, channel, parameters)
    case 'variable':
      return writeVariable(channel, parameters.get('variable') ?? '', parameters.get('value') ?? '')
    case 'continue':
      goOn(world, channel)
      return done
    case 'move':
      return move(world, channel, parameters.get('app') ?? '')
    case 'ring':
    case 'progress':
    case 'hold':
    case 'mute':
    case 'moh':
    case 'silence':
      return done
    default:
      return noSuchResource
  }
}

function make(world: World, asked: Asked, idInPath: string | undefined, origin: 'originated' | 'created'): Reply {
  const { parameters } = asked
  const endpoint = parameters.get('endpoint') ?? ''
  const app = parameters.get('app') ?? ''
  if (endpoint === '') return refused(400, 'Endpoint must be specified')
  if (app === '' && parameters.get('extension') === undefined) {
    return refused(400, 'Application or extension must be specified')
  }
  const id = idInPath ?? parameters.get('channelId') ?? `${world.entityId}-${world.serial}.${world.serial}`
  if (id.length > longestId) return refused(400, `Uniqueid length exceeds maximum of ${longestId}`)
  if (world.channelIds.conflicts(id)) return refused(409, 'Channel with given unique ID already exists')
  const attempt = world.attempts.get(endpoint) ?? 0
  const route = world.network(endpoint, attempt)
  if (route.kind === 'unreachable' || world.faults.strikes('allocation_failed')) return allocationFailed
  world.attempts.set(endpoint, attempt + 1)
  const variables = variablesOf(asked.body)
  const presented = parameters.get('callerId') ?? ''
  const [, name = '', number = presented] = /^"?([^"<]*?)"?\s*<([^>]*)>$/.exec(presented) ?? []
  // A channel that is created presents the identity it is connected with, not its own.
  const connected =
    origin === 'created'
      ? { name: variables.get('CONNECTEDLINE(name)') ?? '', number: variables.get('CONNECTEDLINE(num)') ?? '' }
      : { name, number }
  const channel = makeChannel(world, {
    id,
    endpoint,
    origin,
    app,
    args: (parameters.get('appArgs') ?? '').split(',').filter((arg, _, all) => arg !== '' || all.length > 1),
    state: 'Down',
    exten: 's',
    context: 'from-trunk',
    caller: { name: variables.get('CALLERID(name)') ?? name, number: variables.get('CALLERID(num)') ?? number },
    connected,
    variables,
    reported: reportedOf(asked.body),
  })
  const reply = ok(channelShown(channel))
  if (origin === 'created') {
    channel.waiting = route.script
    give(world, channel)
  } else originate(world, channel, route.script, Number(parameters.get('timeout') ?? 30) * 1_000)
  return reply
}

function dial(world: World, channel: Channel, timeoutS: number): Reply {
  const script = channel.waiting
  if (channel.dialed || channel.state !== 'Down' || script === undefined) {
    return refused(409, 'Channel is not in the Down state')
  }
  // It waits its turn: behind a recording that will never hear anything, for ever.
  enqueue(channel, {
    kind: 'dial',
    start: () => dialOut(world, channel, script, timeoutS * 1_000),
    abandon: () => undefined,
  })
  return done
}

function hangUp(world: World, channel: Channel, { parameters }: Asked): Reply {
  const reason = parameters.get('reason')
  const code = parameters.get('reason_code')
  const cause = code === undefined ? reasons[reason ?? ''] : Number(code)
  if (reason !== undefined && cause === undefined) return refused(400, 'Invalid reason for hangup reason provided')
  orderEnd(world, channel, cause)
  return done
}

/** Back to the dialplan, where nothing is written for it: it ends. */
function goOn(world: World, channel: Channel): void {
  follow(world, channel, 'media_before_answer', () => {
    leaveStasis(world, channel)
    tellOfChannel(world, channel, 'ChannelDialplan', { dialplan_app: '', dialplan_app_data: '' })
    end(world, channel, { kind: 'no_application' })
  })
}

function move(world: World, channel: Channel, name: string): Reply {
  const target = world.apps.get(name)
  follow(world, channel, 'media_before_answer', () => {
    const from = channel.inside
    if (from === undefined) return
    if (target?.connection === undefined) {
      tellApplication(world, from, 'ApplicationMoveFailed', () => ({
        destination: name,
        args: [],
        channel: channelShown(channel),
      }))
      return
    }
    leaveStasis(world, channel)
    channel.inside = target
    channel.app = name
    world.apps.attend(target, channel, 'inside')
    tellApplication(world, target, 'StasisStart', () => ({ args: [], channel: channelShown(channel) }))
    advance(channel)
  })
  return done
}

function variablesOf(body: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const { variables } = body
  if (typeof variables !== 'object' || variables === null) return new Map()
  return new Map(
    Object.entries(variables).map(([name, value]: [string, unknown]) => {
      const plain = typeof value === 'object' && value !== null && 'value' in value ? value.value : value
      return [name, String(plain)]
    }),
  )
}

/** Those of the variables that are to be told with every event. */
function reportedOf({ variables }: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const all = typeof variables === 'object' && variables !== null ? Object.entries(variables) : []
  return new Map(
    all.flatMap(([name, set]: [string, unknown]) =>
      typeof set === 'object' && set !== null && 'report_events' in set && set.report_events === true && 'value' in set
        ? [[name, String(set.value)] as const]
        : [],
    ),
  )
}
