import { setTimeout as sleep } from 'node:timers/promises'
import { type Campaign, type CampaignPlan, type StartedCampaign, startCampaign } from './campaign.ts'

const apartMs = 700

/** Campaigns that run beside each other, each on a box of its own; their boxes stand until disposal. */
export class Campaigns implements AsyncDisposable {
  readonly #over = new Map<CampaignPlan, Campaign>()
  readonly #resources = new AsyncDisposableStack()

  /**
   * Starts them one after another, for starting takes the whole machine, and then lets them call, a little apart: what
   * customers say at the same moment is understood at the same moment.
   */
  async run(plans: readonly CampaignPlan[], signal: AbortSignal): Promise<void> {
    const started = new Map<CampaignPlan, StartedCampaign>()
    for (const plan of plans) started.set(plan, this.#resources.use(await startCampaign(plan, signal)))
    const call = async ([plan, campaign]: readonly [CampaignPlan, StartedCampaign], at: number): Promise<void> => {
      await sleep(at * apartMs, undefined, { signal })
      this.#over.set(plan, await campaign.call(signal))
    }
    await Promise.all([...started].map(call))
  }

  /** What came of one. */
  of(plan: CampaignPlan): Campaign {
    const over = this.#over.get(plan)
    if (over === undefined) throw new Error('this campaign did not come to its end')
    return over
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync()
  }
}
