import { systemClock as clock } from '../../kernel/clock.ts'
import { systemIds as ids } from '../../kernel/ids.ts'
import { systemRandom as random } from '../../kernel/random.ts'
import { Secret } from '../../kernel/secret.ts'
import { VirtualPbx } from '../pbx/pbx.ts'
import { serve } from '../pbx/serve.ts'
import { type ServedRecogniser, serveRecogniser } from '../services/recogniser.ts'
import { demoCustomers } from './customers.ts'
import { type DemoHouse, demoHouse } from './house.ts'
import { demoNetwork, manners } from './network.ts'
import { demoLine, demoLogin, demoSettings, demoTrunk } from './settings.ts'

/** Everything a demonstration needs of the world outside; it goes with its folders. */
export interface DemoRig extends AsyncDisposable {
  readonly house: DemoHouse
  readonly pbx: VirtualPbx
  readonly recogniser: ServedRecogniser
  /** The settings of the engine, as the environment would have them. */
  readonly settings: Readonly<Record<string, string>>
  /** Those who call us do so now. */
  callUs(app: string): void
}

/** Starts the virtual exchange and the recogniser on loopback, and makes the folders. */
export async function startDemoRig(): Promise<DemoRig> {
  await using stack = new AsyncDisposableStack()
  const house = stack.use(await demoHouse())
  const pbx = stack.use(
    new VirtualPbx({
      clock,
      random,
      ids,
      network: demoNetwork,
      sounds: house.sounds,
      endpoints: { [`PJSIP/${demoTrunk}`]: 'online' },
      username: demoLogin.username,
      password: new Secret(demoLogin.password),
    }),
  )
  const ari = stack.use(serve(pbx))
  const token = 'demo'
  const recogniser = stack.use(serveRecogniser({ token, transcriptOf: (wav) => pbx.phrases.transcriptOf(wav) }))
  const settings = demoSettings(house, { ari, recogniser: { url: recogniser.url, token } })
  const held = stack.move()
  return {
    house,
    pbx,
    recogniser,
    settings,
    callUs(app) {
      for (const { number, callsAs } of demoCustomers) {
        if (callsAs === undefined) continue
        pbx.callIn({ did: demoLine, callerId: number, script: manners(callsAs), trunk: demoTrunk }, app)
      }
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
