import type { SitePorts } from '../site-ports.ts'
import { type CallView, callId, callSchema, callsFound, callsSearch } from './contract-calls.ts'
import { lastFour, seesPeople } from './mask.ts'
import { recordingAnswer } from './recording.ts'
import { Refused } from './refused.ts'
import { type Asked, type Route, route } from './route.ts'

/** Calls: the list, one of them, its recordings. */
export function callRoutes({ calls }: Pick<SitePorts, 'calls'>): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/calls/search',
      least: 'viewer',
      summary: 'Calls that are over, newest first',
      body: callsSearch,
      answer: callsFound,
      run: ({ body, caller }) => {
        if (body.after !== undefined && !/^\d{1,16}\.[0-9a-zA-Z._-]{1,80}$/.test(body.after)) {
          throw new Refused('wrong_input', 'after: is no place in the list', 'send what an answer gave as next')
        }
        const found = calls.search(body)
        if (seesPeople(caller)) return found
        return {
          ...found,
          calls: found.calls.map(({ operator: _, ...row }) => ({ ...row, number: lastFour(row.number) })),
        }
      },
    }),
    route({
      method: 'GET',
      path: '/api/calls/:id',
      least: 'viewer',
      summary: 'One call: its scenario with the walked lines, what was said, its recordings and reports',
      answer: callSchema,
      run: ({ params, caller }) => {
        const call = calls.find(idOf(params))
        if (call === undefined) throw noSuchCall()
        return seesPeople(caller) ? call : maskedCall(call)
      },
    }),
    ...[false, true].map((enhanced) =>
      route({
        method: 'GET',
        path: `/api/calls/:id/recordings/:n${enhanced ? '/enhanced' : ''}`,
        least: 'operator',
        summary: `A recording of the caller${enhanced ? ', cleaned as the recogniser heard it' : ''}`,
        answer: 'audio/wav',
        audit: ({ params, request }: Asked<undefined, undefined>) =>
          isFirstPart(request) ? { action: 'listen', about: `${params['id']} ${params['n']}` } : undefined,
        run: async ({ params, request }: Asked<undefined, undefined>) => {
          const path = await calls.recording(idOf(params), placeOf(params), enhanced)
          if (path === undefined) throw noSuchRecording()
          return (await recordingAnswer(path, request)) ?? refuse(noSuchRecording())
        },
      }),
    ),
  ]
}

function idOf({ id }: Readonly<Record<string, string>>): string {
  const read = callId.safeParse(id)
  if (!read.success) throw noSuchCall()
  return read.data
}

function placeOf({ n = '' }: Readonly<Record<string, string>>): number {
  if (!/^[1-9]\d{0,2}$/.test(n)) throw noSuchRecording()
  return Number(n)
}

/** A player asks for a recording piece by piece; that is one listening. */
function isFirstPart({ headers }: Request): boolean {
  const range = headers.get('range')
  return range === null || range.startsWith('bytes=0-')
}

function noSuchCall(): Refused {
  return new Refused('not_found', 'no such call is known', 'look for it in the list of calls')
}

function noSuchRecording(): Refused {
  return new Refused('not_found', 'there is no such recording', 'it may have been deleted after RETENTION_DAYS')
}

function refuse(refused: Refused): never {
  throw refused
}

/** A call for somebody who need not know who it was and what they said. */
function maskedCall(call: CallView): CallView {
  const { operator, ...rest } = call
  return {
    ...rest,
    number: lastFour(call.number),
    ...(operator?.name === undefined ? {} : { operator: { name: operator.name } }),
    turns: call.turns.map(({ transcript: _, ...turn }) => turn),
    recordings: [],
  }
}
