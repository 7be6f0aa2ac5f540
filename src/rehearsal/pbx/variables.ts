import type { Channel } from './channel.ts'
import { done, ok, type Reply, refused } from './reply.ts'
import type { World } from './world.ts'

const unreadable = refused(500, 'Unable to read provided function')

/** What the network has said of the dialling, in words. */
const phrases: Readonly<Record<string, string>> = {
  '100': 'SIP 100 Trying',
  '180': 'SIP 180 Ringing',
  '183': 'SIP 183 Session Progress',
  '200': 'SIP 200 OK',
}

/** A variable or a dialplan function of a channel. */
export function readVariable(world: World, channel: Channel, name: string): Reply {
  const set = channel.variables.get(name)
  if (set !== undefined) return ok({ value: set })
  const known = builtIn(channel, name)
  if (known !== undefined) return ok({ value: known })
  const wanted = /^PJSIP_HEADERS\((.*)\)$/.exec(name)?.[1]
  if (wanted !== undefined) return ok({ value: headersFrom(channel, wanted) })
  if (name.includes('(')) return unreadable
  const global = world.globals.get(name)
  return global === undefined ? refused(404, 'Provided variable was not found') : ok({ value: global })
}

/** Several at once, as Asterisk offers since 20.20 and 22.10. */
export function readVariables(world: World, channel: Channel, list: string): Reply {
  const names = list.match(/[^,(]+(?:\([^)]*\))?/g) ?? []
  const values = names.map((name) => [
    name,
    (readVariable(world, channel, name).body as { value?: string }).value ?? '',
  ])
  return ok({ variables: Object.fromEntries(values) })
}

/** Sets one; functions that only act are taken as set. */
export function writeVariable(channel: Channel, name: string, value: string): Reply {
  if (name === '') return refused(400, 'Variable name is required')
  channel.variables.set(name, value)
  return done
}

function builtIn(channel: Channel, name: string): string | undefined {
  switch (name) {
    case 'CHANNEL(name)':
      return channel.name
    case 'CHANNEL(pjsip,call-id)':
      return channel.protocolId
    case 'CHANNEL(endpoint)':
      return channel.endpoint.split('/')[1]
    case 'CALLERID(num)':
      return channel.caller.number
    case 'CALLERID(name)':
      return channel.caller.name
    case 'CALLERID(rdnis)':
      return channel.rdnis ?? ''
    case 'CALLERID(dnid)':
      return channel.exten
    case 'CALLERID(all)':
      return `"${channel.caller.name}" <${channel.caller.number}>`
    case 'REDIRECTING(from-num)':
      return channel.rdnis ?? ''
    case 'REDIRECTING(orig-num)':
      return ''
    case 'REDIRECTING(reason)':
      return channel.rdnis === undefined ? 'unknown' : 'cfu'
    case 'REDIRECTING(count)':
      return channel.rdnis === undefined ? '0' : '1'
    case 'CHANNEL(audioreadformat)':
      return 'alaw'
    case 'CHANNEL(pjsip,remote_addr)':
      return '127.0.0.2:5060'
    case 'CHANNEL(pjsip,request_uri)':
      return `sip:${channel.exten}@127.0.0.1:5060`
    case `HANGUPCAUSE(${channel.name},tech)`:
      return phrases[channel.lastStatus] ?? ''
    default:
      return undefined
  }
}

/** Names of the headers that begin so. */
function headersFrom(channel: Channel, beginning: string): string {
  const names = [...channel.variables.keys()].map((key) => /^PJSIP_HEADER\(read,(.*)\)$/.exec(key)?.[1])
  return names.filter((name) => name?.startsWith(beginning) === true).join(',')
}
