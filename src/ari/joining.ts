import { assert } from '../kernel/assert.ts'
import type { Joined, Leg } from '../session/ports.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { AriLeg, AsteriskFault } from './leg.ts'
import { type Answer, isDone } from './rest.ts'
import { shielded } from './shielded.ts'

/**
 * The sound goes through Asterisk, which then counts on in the stream the customer has heard so far. Without
 * `proxy_media` it hands on the operator's packets as they are: their sequence numbers start anew, and telephones and
 * exchanges that take the lower ones for late packets drop them all, so that every other customer hears nothing.
 */
const bridgeType = 'mixing,proxy_media'

/** Joins two answered legs in a bridge of our own. */
export async function join(exchange: Exchange, customer: Leg, operator: Leg, signal: AbortSignal): Promise<Joined> {
  assert(customer instanceof AriLeg && operator instanceof AriLeg, 'only legs of this exchange can be joined')
  const { bridges, ids, rest } = exchange
  const until = AbortSignal.any([signal, customer.gone, operator.gone])
  until.throwIfAborted()
  const bridgeId = ids.next()
  const bridge = new Bridge(exchange, bridgeId, [customer, operator])
  bridges.add(bridgeId)
  try {
    const made = await rest.call('bridges.createWithId', { bridgeId, type: bridgeType }, until)
    if (!isDone(made)) {
      for (const leg of [customer, operator]) await leg.settle(made, until)
      throw new AsteriskFault('Asterisk made no bridge to join the call with the operator')
    }
    await enter(exchange, bridgeId, customer, operator, until)
  } catch (error) {
    await bridge[Symbol.asyncDispose]()
    throw error
  }
  for (const leg of [customer, operator]) leg.joined(bridge)
  return bridge
}

/** Puts both into the bridge; an order whose answer was lost is looked after, and given once more where it got lost itself. */
async function enter(
  exchange: Exchange,
  bridgeId: string,
  customer: AriLeg,
  operator: AriLeg,
  signal: AbortSignal,
): Promise<void> {
  const both = { bridgeId, channel: `${customer.id},${operator.id}` }
  const order = () => exchange.rest.call('bridges.addChannel', both, signal)
  const settled = async (failed: Answer<unknown>): Promise<void> => {
    for (const leg of [customer, operator]) await leg.settle(failed, signal)
  }
  let added = await order()
  if (added.kind === 'unreachable') {
    await settled(added)
    if (await share(exchange, bridgeId, customer, operator, signal)) return
    added = await order()
  }
  if (added.kind === 'done') return
  await settled(added)
  throw new AsteriskFault('Asterisk did not join the call with the operator')
}

/** Whether both are in that bridge now. */
async function share(
  { rest }: Exchange,
  bridgeId: string,
  customer: Leg,
  operator: Leg,
  signal: AbortSignal,
): Promise<boolean> {
  const listed = await rest.call('bridges.list', {}, signal)
  const inside = listed.kind === 'done' ? (listed.value.find(({ id }) => id === bridgeId)?.channels ?? []) : []
  return [customer, operator].every(({ id }) => inside.includes(id))
}

/** Takes a bridge in hand that still stands from before, with both its legs adopted. */
export function rejoin(exchange: Exchange, bridgeId: string, customer: Leg, operator: Leg): Joined {
  assert(customer instanceof AriLeg && operator instanceof AriLeg, 'only legs of this exchange can be joined')
  const bridge = new Bridge(exchange, bridgeId, [customer, operator])
  exchange.bridges.add(bridgeId)
  for (const leg of [customer, operator]) leg.joined(bridge)
  return bridge
}

class Bridge implements Joined {
  readonly bridgeId: string
  readonly #exchange: Exchange
  readonly #legs: readonly AriLeg[]
  #over: Promise<void> | undefined

  constructor(exchange: Exchange, bridgeId: string, legs: readonly AriLeg[]) {
    this.bridgeId = bridgeId
    this.#exchange = exchange
    this.#legs = legs
  }

  release(): void {
    this.#over ??= Promise.resolve()
    this.#leave()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over ??= this.#part()
    await this.#over
  }

  /** Takes the living legs out before the bridge goes, so that each can be played to and hung up as before. */
  async #part(): Promise<void> {
    const { clock, rest } = this.#exchange
    const { bridgeId } = this
    await shielded(clock, cleanUpMs, 'parting two legs', async (signal) => {
      for (const leg of this.#legs) {
        if (!leg.gone.aborted) await rest.call('bridges.removeChannel', { bridgeId, channel: leg.id }, signal)
      }
      await rest.call('bridges.destroy', { bridgeId }, signal)
    })
    this.#leave()
  }

  #leave(): void {
    this.#exchange.bridges.delete(this.bridgeId)
    for (const leg of this.#legs) leg.parted(this)
  }
}
