import type { RunConfig } from '../../app/parts.ts'
import { builtInQueue } from '../../operators/roster.ts'
import {
  type Candidate,
  fixedEndpoint,
  fixedExtension,
  mobilePeople,
  type OperatorSettings,
  queuePeople,
} from '../../operators/sources.ts'
import type { Policy } from '../../scenario/policy.ts'

/** Who takes the transfers of a simulated day. */
export interface OperatorPhones {
  /** By what Asterisk dials: how many conversations it takes at once. */
  readonly byEndpoint: ReadonlyMap<string, number>
  /** How many conversations there can be at once. */
  readonly seats: number
  /** Whether the mix had to say how many people there are. */
  readonly isGuessed: boolean
}

/** The phones behind these queues, as the roster would ring them. `people`: how many are behind an extension or endpoint. */
export function operatorPhones(
  queues: Iterable<string>,
  { operators, outbound, country }: RunConfig,
  policy: Policy,
  people: number,
): OperatorPhones {
  const members = [...policy.queues.values()].map(
    (queue) => [queue.name, queue.members.map(({ value }) => value)] as const,
  )
  const settings: OperatorSettings = {
    ...operators,
    trunk: operators.trunk ?? outbound.trunk,
    line: outbound.lines[0] ?? { number: '' },
    country,
    queues: new Map(members),
  }
  const all = [...queues].flatMap((queue) => candidates(queue, settings))
  const byEndpoint = new Map(all.map(({ operator, shared }) => [operator.endpoint, shared ? people : 1]))
  return {
    byEndpoint,
    seats: [...byEndpoint.values()].reduce((sum, seats) => sum + seats, 0),
    isGuessed: all.some(({ shared }) => shared),
  }
}

/** Those of the built-in queue are the first kind that has anyone, as for the roster. */
function candidates(queue: string, settings: OperatorSettings): readonly Candidate[] {
  if (queue !== builtInQueue) return queuePeople(queue, settings) ?? []
  return (
    [fixedEndpoint(settings), mobilePeople(settings), fixedExtension(settings)].find(({ length }) => length > 0) ?? []
  )
}
