import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { type Look, launchChromium, look } from './page/chromium.ts'
import { stagedCall } from './page/staged-day.ts'
import { Stage, stagedPasswords } from './page/staged-site.ts'

let browser: Browser
let open: Stage
let guarded: Stage

beforeAll(async () => {
  browser = await launchChromium()
  open = await Stage.open(false)
  guarded = await Stage.open(true)
})
afterEach(() => open.scene.restore())
afterAll(async () => {
  await browser?.close()
  await open?.[Symbol.asyncDispose]()
  await guarded?.[Symbol.asyncDispose]()
})

const english: Look = { language: 'en', theme: 'light' }

async function at(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('#page-title').waitFor()
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

test('nobody gets in with a wrong password; a viewer sees the day, but no numbers and no buttons', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, `${guarded.address}/calls`)
  await signIn(page, 'guess')
  await page.getByText('That is not the password.').waitFor()
  await signIn(page, stagedPasswords.viewer)
  await page.locator('.table').waitFor()
  expect(new URL(page.url()).pathname).toBe('/calls')
  await page.getByRole('link', { name: 'Today' }).click()
  await page.locator('#live-calls .table').waitFor()
  const text = await page.locator('body').innerText()
  expect(text).toContain('…0001')
  expect(text).not.toContain('0935000')
  expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByText('Searching for numbers is for operators and admins.').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Password', { exact: true }).waitFor()
  expect(await page.locator('body').innerText()).not.toContain('…0001')
})

test('a session that ends shows the way in, and goes on where it was', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, `${guarded.address}/outbox`)
  await signIn(page, stagedPasswords.admin)
  await page.locator('.table').waitFor()
  guarded.signOutAll()
  await page.getByRole('button', { name: 'Send again: 1' }).click()
  await page.getByText('You were signed out.').waitFor()
  await signIn(page, stagedPasswords.admin)
  await page.locator('.table').waitFor()
  expect(new URL(page.url()).pathname).toBe('/outbox')
})

test('a page that hears nothing says so, marks all it shows as old, orders nothing, and comes back by itself', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, open.address)
  await page.getByText('Live', { exact: true }).waitFor()
  await open.fall()
  await page.getByText('Connection lost').first().waitFor()
  const banner = page.locator('.stale-banner')
  await banner.getByText(/What you see is \d+ s old: it was so at \d\d:\d\d:\d\d/).waitFor()
  expect(await page.locator('.hero').innerText()).toContain('Connection lost: Dialing')
  expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true)
  const lasts = await page.locator('#live-calls .timer').first().innerText()
  await banner.getByText(/What you see is [4-9] s old/).waitFor()
  expect(await page.locator('#live-calls .timer').first().innerText()).toBe(lasts)
  open.rise()
  await page.getByRole('button', { name: 'Try now' }).click()
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await banner.count()).toBe(0)
  await page.locator('.unseen[aria-live=polite]').getByText('The connection is back.').waitFor({ state: 'attached' })
})

test('language and theme are chosen on the page and kept on the device', async () => {
  await using looked = await look(browser)
  const { page } = looked
  await at(page, open.address)
  const root = page.locator('html')
  const facts = async () => [
    await root.getAttribute('lang'),
    await root.getAttribute('dir'),
    await root.getAttribute('data-theme'),
  ]
  expect(await facts()).toEqual(['fa', 'rtl', 'auto'])
  await page.locator('.figure-value').nth(3).getByText('۱٬۲۸۴').waitFor()
  expect(await page.locator('.eyebrow').innerText()).toMatch(/(شنبه|جمعه)/)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByLabel('Dark').check()
  await page.locator('.figure-value').nth(3).getByText('1,284').waitFor()
  expect(await facts()).toEqual(['en', 'ltr', 'dark'])
  await page.reload()
  await page.locator('#page-title').waitFor()
  expect(await facts()).toEqual(['en', 'ltr', 'dark'])
})

test('by keyboard one skips to the content and reaches everything that can be done', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  await at(page, open.address)
  await page.locator('#live-calls .table').waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('skip')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('page-title')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Pause')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Calls up now')
})

test('on a phone the rest of the pages are behind one button, which Escape closes', async () => {
  await using looked = await look(browser, { ...english, screen: 'phone' })
  const { page } = looked
  await at(page, open.address)
  const barred = page.getByRole('link', { name: 'Do not call' })
  expect(await barred.isVisible()).toBe(false)
  const more = page.getByRole('button', { name: 'More' })
  await more.click()
  await barred.waitFor()
  await page.keyboard.press('Escape')
  await barred.waitFor({ state: 'hidden' })
  await more.click()
  await barred.click()
  await page.getByRole('heading', { name: 'Do not call', level: 1 }).waitFor()
  expect(await barred.isVisible()).toBe(false)
})

test('nothing moves for those who asked for less motion', async () => {
  await using looked = await look(browser, { ...english, options: { reducedMotion: 'reduce' } })
  const { page } = looked
  await at(page, open.address)
  await page.locator('.hero-dialing').waitFor()
  expect(await page.evaluate('document.getAnimations().length')).toBe(0)
})

test('two hundred calls that change by the second leave the browser at rest most of the time', async () => {
  await using looked = await look(browser, english)
  const { page } = looked
  const many = (round: number) =>
    Array.from({ length: 200 }, (_, n) =>
      stagedCall(n, Date.now(), {
        phase: (n + round) % 2 === 0 ? 'talking' : 'ringing',
        since: Date.now() - n * 1_000,
      }),
    )
  open.scene.play(() => ({ calls: many(0) }))
  await at(page, open.address)
  await page.locator('#live-calls tbody tr').nth(199).waitFor()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  const before = await busy()
  const from = performance.now()
  for (let round = 1; round <= 5; round++) {
    open.scene.play(() => ({ calls: many(round) }))
    const word = round % 2 === 0 ? 'Talking' : 'Ringing'
    await page.locator('#live-calls tbody tr').first().getByText(word, { exact: true }).waitFor()
  }
  const share = ((await busy()) - before) / ((performance.now() - from) / 1_000)
  console.log(`200 calls changing by the second keep the browser busy ${(share * 100).toFixed(1)} % of the time`)
  expect(share).toBeLessThan(0.5)
})
