import { countingIds } from '../../../kernel/ids.ts'
import { seededRandom } from '../../../kernel/random.ts'
import { TestClock } from '../../../kernel/test-clock.ts'
import type { Connection } from '../application.ts'
import type { SchemePhrases } from '../number-scheme.ts'
import { schemeScript } from '../number-scheme.ts'
import { VirtualPbx } from '../pbx.ts'
import type { PbxOptions } from '../pbx-options.ts'
import { answers, type CallerScript, leaves } from '../script.ts'
import type { ContractEvent } from './driver.ts'
import { inOneOrder, wordOf } from './words.ts'

/**
 * One line of a recording of a real Asterisk 22.10.1, times in milliseconds: `>` a request, `<` the status of its
 * answer, `=` an event and what it is about, `+` somebody calls us, `-` they hang up, `!` Asterisk is stopped, or its trunk comes or goes,
 * `*` a bridge that was there before.
 */
interface Line {
  readonly atMs: number
  readonly kind: string
  readonly rest: string
}

/** What a recording and its replay tell, side by side. */
export interface Replayed {
  readonly statuses: { readonly recorded: readonly number[]; readonly replayed: readonly number[] }
  /** Events by what they are about. */
  readonly events: {
    readonly recorded: Readonly<Record<string, readonly string[]>>
    readonly replayed: Readonly<Record<string, readonly string[]>>
  }
}

/** The customers of the recordings, who spoke a little differently from those of the test rig. */
const phrases: SchemePhrases = {
  turns: { 1: { text: 'بله', lastsMs: 3_050 }, 6: { text: 'الو', lastsMs: 1_000 } },
  operator: { text: 'سلام', lastsMs: 3_500 },
  announcementMs: 3_150,
}
const soundMs: Readonly<Record<string, number>> = { 'custom/p2': 2_000, 'custom/hello': 9_000, beep: 440 }
const stepMs = 1
/** How much later than recorded an event may come before the next request is sent. */
const patienceMs = 1_500

const options: Omit<PbxOptions, 'clock' | 'random' | 'ids'> = {
  sounds: (name) => soundMs[name],
  rtpTimeoutMs: 7_000,
  endpoints: { 'PJSIP/op-offline': 'offline', 'PJSIP/TO-CUCM-Gaptel': 'online' },
  network(endpoint) {
    const [, number = '', trunk = ''] = /^PJSIP\/([^@]+)@(.+)$/.exec(endpoint) ?? []
    if (trunk === 'TO-CUCM-Gaptel' || trunk === 'LOOP-OUT')
      return { kind: 'reaches', script: schemeScript(number, phrases) }
    if (trunk === 'DEAD') return { kind: 'reaches', script: { network: { kind: 'dead' }, acts: [] } }
    return trunk === 'SIPP' ? { kind: 'reaches', script: mute } : { kind: 'unreachable' }
  },
}

/** A peer that answers and sends no packets. */
const mute: CallerScript = { ...answers(1_000, leaves(6_000)), sound: 'none' }

/** Sends the requests of a recording to a virtual PBX, each once what came before it in the recording has come. */
export async function replay(
  text: string,
  seed: number,
  scripts: Readonly<Record<string, CallerScript>> = {},
): Promise<Replayed> {
  const lines = text.trim().split('\n').map(lineOf)
  const clock = new TestClock()
  const network: PbxOptions['network'] = (endpoint, attempt) => {
    const own = Object.entries(scripts).find(([part]) => endpoint.includes(part))
    if (own !== undefined) return { kind: 'reaches', script: own[1] }
    return options.network?.(endpoint, attempt) ?? { kind: 'unreachable' }
  }
  using pbx = new VirtualPbx({ ...options, ids: countingIds(), network, clock, random: seededRandom(seed) })
  const heard: ContractEvent[] = []
  const callers = new Map<string, string>()
  const replayed: number[] = []
  let connection: Connection | undefined
  let expected = 0
  for (const { atMs, kind, rest } of lines) {
    const untilMs = Math.max(atMs, clock.elapsed())
    while (
      clock.elapsed() < untilMs ||
      (kind !== '=' && told(heard) < expected && clock.elapsed() < untilMs + patienceMs)
    ) {
      await clock.advance(stepMs)
    }
    switch (kind) {
      case 'open':
        connection = pbx.connect({
          apps: rest === '' ? ['salehi'] : rest.split(','),
          subscriber: { deliver: (event) => void heard.push(event), cut: () => undefined },
        })
        break
      case 'close':
        if (connection !== undefined) pbx.disconnect(connection)
        break
      case '+': {
        const [name = '', did = ''] = rest.split(' ')
        const script = schemeScript('0910', phrases)
        callers.set(name, pbx.callIn({ did, callerId: '0912', script, headers: callerHeaders }, 'salehi').channelId)
        break
      }
      case '-': {
        const [name = '', cause] = rest.split(' ')
        pbx.hangUpFarEnd(callers.get(name) ?? '', Number(cause))
        break
      }
      case '*':
        pbx.request('POST', `/${rest}`)
        break
      case '!':
        if (rest === 'stop') pbx.stop()
        else pbx.setEndpoint('PJSIP/TO-CUCM-Gaptel', rest === 'offline' ? 'offline' : 'online')
        break
      case '>':
        replayed.push(send(pbx, rest, callers))
        break
      case '=':
        expected++
    }
  }
  await clock.advance(patienceMs)
  const recorded = lines.filter(({ kind }) => kind === '<').map(({ rest }) => Number(rest))
  const names = new Map([...callers].map(([name, id]) => [id, name]))
  return {
    statuses: { recorded, replayed: replayed.slice(0, recorded.length) },
    events: {
      recorded: bySubject(lines.flatMap((line) => (line.kind === '=' ? [subjectAndWord(line.rest)] : []))),
      replayed: bySubject(
        heard.flatMap((event) => wordOf(event).map((word) => [subjectOf(event, names), word] as const)),
      ),
    },
  }
}

const callerHeaders = {
  Diversion: '<sip:02155500000@127.0.0.2>;reason=unconditional;counter=1',
  'P-Asserted-Identity': '"Real" <sip:09359998877@127.0.0.2>',
  'X-Campaign': 'c42',
}

function told(heard: readonly ContractEvent[]): number {
  return heard.reduce((sum, event) => sum + wordOf(event).length, 0)
}

function send(pbx: VirtualPbx, rest: string, callers: ReadonlyMap<string, string>): number {
  const [, method = '', path = '', json] = /^(\S+) (\S+)(?: (.*))?$/.exec(rest) ?? []
  let own = path
  for (const [name, id] of callers) own = own.replace(name, id)
  return pbx.request(method, own, json === undefined ? undefined : JSON.parse(json)).status
}

function lineOf(text: string): Line {
  const [, at = '', kind = '', rest = ''] = /^(\d+) (\S+) ?(.*)$/.exec(text) ?? []
  return { atMs: Number(at), kind, rest }
}

function subjectAndWord(rest: string): readonly [string, string] {
  const at = rest.indexOf(' ')
  return [rest.slice(0, at), rest.slice(at + 1)]
}

function subjectOf(event: ContractEvent, names: ReadonlyMap<string, string>): string {
  const media = (event.playback ?? event.recording) as { readonly target_uri?: string } | undefined
  const id = media?.target_uri?.replace(/^\w+:/, '') ?? (event.peer ?? event.channel ?? event.bridge)?.id ?? '-'
  return (names.get(id) ?? id).replaceAll(' ', '%20')
}

function bySubject(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, readonly string[]>> {
  const words: Record<string, string[]> = {}
  for (const [subject, word] of pairs) words[subject] = [...(words[subject] ?? []), word]
  return Object.fromEntries(
    Object.entries(words).map(([subject, list]) => [
      subject,
      inOneOrder(inOneOrder(list, 'Dial()', 'Ringing'), 'Ringing', 'Dial(RINGING)'),
    ]),
  )
}
