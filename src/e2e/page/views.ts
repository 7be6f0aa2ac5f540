import type { Page } from 'playwright-core'
import type { Scene } from './scene.ts'
import { markup } from './staged-calls.ts'
import { stagedId } from './staged-day.ts'

/** A view of the page, or a state of it, and how to get there. */
export interface StagedView {
  readonly name: string
  readonly path: string
  /** What happens before it is opened. */
  readonly before?: (scene: Scene) => void
  /** What is done on it. */
  readonly act?: (page: Page) => Promise<void>
}

/** Every view with something in it, and the states of the day that look otherwise. */
export const stagedViews: readonly StagedView[] = [
  { name: 'today', path: '/', act: (page) => page.locator('.outcomes').first().waitFor() },
  { name: 'today-fault', path: '/', before: failing, act: (page) => page.locator('.tone-wrong').waitFor() },
  { name: 'today-idle', path: '/', before: idle, act: (page) => page.locator('.tone-plain').waitFor() },
  { name: 'pause-question', path: '/', act: askToPause },
  { name: 'table', path: '/', act: (page) => page.locator('.as-table summary').click() },
  { name: 'calls', path: '/calls', act: (page) => page.locator('.table').waitFor() },
  { name: 'call', path: `/calls/${stagedId(100)}`, act: (page) => page.locator('.lit').first().waitFor() },
  { name: 'no-such-call', path: '/calls/ffffffff', act: (page) => page.locator('.trouble').waitFor() },
  { name: 'numbers', path: '/numbers', act: (page) => search(page, '09350001000') },
  { name: 'number-unknown', path: '/numbers', act: (page) => search(page, 'abcd') },
  { name: 'barred', path: '/do-not-call', act: (page) => page.getByText(markup).waitFor() },
  { name: 'alerts', path: '/alerts', before: failing, act: (page) => page.locator('.alert').first().waitFor() },
  { name: 'outbox', path: '/outbox', act: (page) => page.locator('.table').waitFor() },
  { name: 'audit', path: '/audit', act: (page) => page.locator('.panel').waitFor() },
  { name: 'lost', path: '/nowhere' },
]

/** The recogniser has no money left: dialing is held by a fault, and a pause on top of it. */
function failing(scene: Scene): void {
  scene.play(({ engine }) => {
    const since = Date.now() - 6 * 60_000
    const because = 'vira cannot serve, its account is empty: top it up'
    return {
      engine: {
        ...engine,
        dialing: { kind: 'held', text: `Not dialing: recogniser: ${because}` },
        gates: [
          { name: 'recogniser', because, since, until: since + 15 * 60_000, opens: 'top up the account' },
          { name: 'paused', because: 'ناهار؛ تا ساعت ۱۴', since, opens: 'salehi resume' },
        ],
        paused: { because: 'ناهار؛ تا ساعت ۱۴', since },
      },
      alerts: [{ id: 9, kind: 'recogniser', because, openedAt: since }],
      services: [
        { name: 'asterisk', state: 'well', served: 1, failed: 0, failures: 0, message: 'connected, version 22.5.1' },
        {
          name: 'recogniser',
          state: 'failing',
          served: 12,
          failed: 4,
          failures: 4,
          lastFailure: { at: since, because: 'its account is empty' },
        },
      ],
    }
  })
}

/** The list is empty, nothing happens, nothing is set up. */
function idle(scene: Scene): void {
  scene.play(({ engine, queue }) => ({
    engine: { ...engine, dialing: { kind: 'idle', text: 'Nobody to call: the list is empty' } },
    queue: { ...queue, waiting: 0, dueNow: 0, onPhone: 0, sources: [] },
    calls: [],
    lines: [],
    operators: [],
  }))
}

async function askToPause(page: Page): Promise<void> {
  await page.locator('[aria-haspopup=dialog]').click()
  await page.locator('dialog[open]').waitFor()
}

async function search(page: Page, about: string): Promise<void> {
  await page.locator('input[name=about]').fill(about)
  await page.keyboard.press('Enter')
  await page.locator('[aria-live=polite] .panel').first().waitFor()
}
