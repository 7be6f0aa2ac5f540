import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { type Look, launchChromium, look } from './page/chromium.ts'
import { markup } from './page/staged-calls.ts'
import { stagedCall, stagedId } from './page/staged-day.ts'
import { Stage } from './page/staged-site.ts'

let browser: Browser
let open: Stage

beforeAll(async () => {
  browser = await launchChromium()
  open = await Stage.open(false)
})
afterEach(() => {
  open.scene.restore()
})
afterAll(async () => {
  await browser?.close()
  await open?.[Symbol.asyncDispose]()
})

const english: Look = { language: 'en', theme: 'light' }

async function at(page: Page, path: string): Promise<void> {
  await page.goto(open.address + path)
  await page.locator('#page-title').waitFor()
}

test('the first view is under 200 kB in all, unpacked, and asks nobody but the engine', async () => {
  await using looked = await look(browser, english)
  const { page, asked, complaints } = looked
  const bodies: Promise<readonly [string, number]>[] = []
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname
    if (path !== '/api/live') bodies.push(response.body().then((body) => [path, body.byteLength] as const))
  })
  await at(page, '/')
  await page.locator('.outcomes').first().waitFor()
  const sizes = await Promise.all(bodies)
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  console.log(`first view: ${total} bytes: ${sizes.map((each) => each.join(' ')).join(', ')}`)
  expect(total).toBeGreaterThan(20_000)
  expect(total).toBeLessThan(200_000)
  expect(asked.filter((address) => !address.startsWith(open.address))).toEqual([])
  expect(complaints).toEqual([])
})

test('somebody pauses with a reason by keyboard alone, sees it at the top, and resumes', async () => {
  await using looked = await look(browser, english)
  const { page, complaints } = looked
  await at(page, '/')
  await page.getByRole('button', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Pause dialing?' }).waitFor()
  await page.keyboard.type('lunch')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('Dialing is paused.').waitFor()
  const hero = page.locator('.hero')
  await hero.getByText('Not dialing').waitFor()
  expect(await hero.innerText()).toContain('lunch')
  expect(await hero.innerText()).toContain('Press Resume when calling may go on.')
  await page.getByRole('button', { name: 'Resume' }).click()
  await hero.getByText('Dialing', { exact: true }).waitFor()
  expect(open.scene.told).toEqual(['pause lunch', 'resume'])
  expect(complaints).toEqual([])
})

test('a question is left with Escape: nothing is ordered and the focus is back where it was', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Pause')
  expect(open.scene.told).toEqual([])
})

test('calls come, move on and go without loading the page again', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/')
  await page.locator('#live-calls .table').waitFor()
  const now = Date.now()
  open.scene.play(({ calls }) => ({ calls: [...calls.slice(1), stagedCall(9, now, { phase: 'ringing' })] }))
  const fresh = page.locator('#live-calls tr', { hasText: '09350000009' })
  await fresh.getByText('Ringing', { exact: true }).waitFor()
  expect(await page.locator('#live-calls').innerText()).not.toContain('09350000001')
  open.scene.play(({ calls }) => ({
    calls: calls.map((call) => (call.id === stagedId(9) ? { ...call, phase: 'with_operator' } : call)),
  }))
  await fresh.getByText('With an operator').waitFor()
})

test('what changes is said to those who do not see the page', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/')
  await page.locator('.hero-dialing').waitFor()
  const alert = { id: 9, kind: 'trunk', because: 'it is down', openedAt: Date.now() }
  open.scene.play(({ engine }) => ({
    engine: { ...engine, dialing: { kind: 'held', text: 'Not dialing' } },
    alerts: [alert],
  }))
  const said = page.locator('.unseen[aria-live=polite]')
  await said.getByText('State: Not dialing, New alert: The trunk is down').waitFor()
  await page.getByRole('link', { name: 'Alerts 1 Open' }).waitFor()
})

test('a call shows its file with the walked lines lit, what was said, and plays what was recorded', async () => {
  await using looked = await look(browser, english)
  const { page, complaints } = looked
  await at(page, '/')
  await page.getByRole('link', { name: 'Calls' }).click()
  await page.getByRole('link', { name: 'Outbound 09350001000' }).click()
  await page.locator('.lit').first().waitFor()
  expect(new URL(page.url()).pathname).toBe(`/calls/${stagedId(100)}`)
  expect(await page.evaluate('document.activeElement.id')).toBe('page-title')
  const lit = await page.locator('.lit code').allInnerTexts()
  expect(lit.map((line) => line.trim())).toEqual([
    '- ask: [hello, alo]',
    'number_question: { again: repeat }     # counts as not understood',
    expect.stringContaining('- disposition: disconnected'),
    '- say: yes',
    '- transfer: operators',
    'answered: { disposition: connected }',
  ])
  await page.getByRole('button', { name: 'Line 97' }).click()
  await page.locator('.lit:focus').waitFor()
  expect(await page.locator('.lit:focus').innerText()).toContain('walked in step 7')
  expect(await page.locator('#transcript').innerText()).toContain('بله وصل کنید')

  await page.evaluate('Object.assign(document.querySelector("audio"), { muted: true }).play()')
  expect(await page.evaluate('document.querySelector("audio").duration')).toBeCloseTo(1, 1)
  await page.getByLabel('As recorded').check()
  await page.locator(`audio[src="/api/calls/${stagedId(100)}/recordings/1"]`).waitFor()
  expect(complaints).toEqual([])
  // The second one is no longer kept.
  await page.evaluate('document.querySelectorAll("audio")[1].play().catch(() => undefined)')
  await page.getByText('It cannot be played').waitFor()
})

test('back and forward lead through the pages, and an address nobody knows says so', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/')
  await page.getByRole('link', { name: 'Alerts' }).click()
  await page.getByRole('heading', { name: 'Alerts' }).waitFor()
  await page.goBack()
  await page.locator('.hero').waitFor()
  await page.goForward()
  await page.getByRole('heading', { name: 'Alerts' }).waitFor()
  await at(page, '/nowhere/at/all')
  await page.getByText('There is nothing at this address.').waitFor()
})

test('a number is found however its digits are written, and stands in no address', async () => {
  await using looked = await look(browser, { language: 'fa', theme: 'light' })
  const { page, asked } = looked
  await at(page, '/numbers')
  await page.locator('input[name=about]').fill('۰۹۳۵۰۰۰۱۰۰۰')
  await page.keyboard.press('Enter')
  await page.locator('.number-title').getByText('۰۹۳۵۰۰۰۱۰۰۰').waitFor()
  await page.getByText('در فهرست «تماس نگیرید» است').first().waitFor()
  const addresses = [...asked, page.url()].map((address) => decodeURIComponent(address))
  expect(addresses.filter((address) => /9350001000|۹۳۵۰۰۰۱۰۰۰/.test(address))).toEqual([])
})

test('numbers go onto the do-not-call list, and off it after a question; what others wrote stays text', async () => {
  await using looked = await look(browser, english)
  const { page, complaints } = looked
  await at(page, '/do-not-call')
  await page.getByText(markup).waitFor()
  expect(await page.title()).not.toBe('1')
  expect(await page.locator('img').count()).toBe(0)
  await page.getByLabel('Numbers, one a line').fill('09350009001\n۰۹۳۵۰۰۰۹۰۰۲')
  await page.getByLabel('Note (optional)').fill('asked by letter')
  await page.getByRole('button', { name: 'Never call these' }).click()
  await page.getByRole('status').getByText('2 added').waitFor()
  await page.getByRole('button', { name: 'Remove: 09350001007' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  await page.getByRole('status').getByText('It is off the list.').waitFor()
  expect(open.scene.told).toEqual(['bar 2 asked by letter', 'unbar 1007'])
  expect(complaints).toEqual([])
})

test('a report set aside is sent again, another dropped with a reason', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/outbox')
  await page.getByRole('button', { name: 'Send again: 1' }).click()
  await page.getByRole('status').getByText('It will be sent again.').waitFor()
  await page.getByRole('button', { name: 'Drop: 2' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('told by phone')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('It was dropped.').waitFor()
  expect(open.scene.told).toEqual(['resend 1', 'drop 2 told by phone'])
})

test('earlier calls are fetched by the page, and the list can be narrowed', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, '/calls')
  const rows = page.locator('.table tbody tr')
  await rows.nth(29).waitFor()
  await page.getByRole('button', { name: 'More calls' }).click()
  await rows.nth(59).waitFor()
  await page.getByLabel('How it ended').selectOption({ label: 'Busy' })
  await rows.nth(9).waitFor({ state: 'detached' })
  expect(new Set(await rows.locator('.ending-word').allInnerTexts())).toEqual(new Set(['Busy']))
})
