import { type Campaign, type CampaignPlan, runCampaign } from './campaign.ts'

/** Campaigns that run beside each other, each on a box of its own; their boxes stand until disposal. */
export class Campaigns implements AsyncDisposable {
  readonly #over = new Map<CampaignPlan, Campaign>()
  readonly #resources = new AsyncDisposableStack()

  /** Runs them all to their end. Each begins when the one before is at work, so that their customers do not speak as one. */
  async run(plans: readonly CampaignPlan[], signal: AbortSignal): Promise<void> {
    let before = Promise.resolve()
    const running = plans.map(async (plan) => {
      const started = Promise.withResolvers<void>()
      const turn = before
      before = started.promise
      await turn
      try {
        this.#over.set(plan, this.#resources.use(await runCampaign(plan, started.resolve, signal)))
      } finally {
        started.resolve()
      }
    })
    await Promise.all(running)
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
