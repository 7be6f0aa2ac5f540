import { expect, setDefaultTimeout, test } from 'bun:test'
import { type Box, startBox } from './box.ts'
import { sinaStaff } from './outreach/sina-calls.ts'
import { audit } from './page/axe.ts'
import { launchChromium, look } from './page/chromium.ts'
import { talker } from './rig/numbers.ts'
import { freePort } from './web/guarded-engine.ts'

const limitMs = 110_000
setDefaultTimeout(limitMs)

const guards = { WEB_PASSWORD: 'Admin-Secret-1', WEB_VIEWER_PASSWORD: 'Viewer-Secret-3' }

test('an owner watches a real call come up, move through its scenario to an operator and end, then hears and reads it', async () => {
  const signal = AbortSignal.timeout(limitMs - 5_000)
  const phone = talker({ says: ['yes'] })
  await using box: Box = await startBox({ company: 'sina', agents: sinaStaff }, signal)
  const port = freePort()
  await using engine = box.run({ settings: { ...guards, WEB_LISTEN: `127.0.0.1:${port}` } })
  await engine.line(/panel\.registered.*outbound lines/, signal)
  await using browser = await launchChromium()
  await using looked = await look(browser, { language: 'en', theme: 'light' })
  const { page, complaints } = looked
  page.setDefaultTimeout(45_000)

  await page.goto(`http://127.0.0.1:${port}/`)
  await page.getByLabel('Password', { exact: true }).fill(guards.WEB_PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('.hero').getByText('Nobody to call').waitFor()
  expect(await page.locator('.hero').innerText()).toContain('The list is empty.')

  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('the owner looks first')
  await page.keyboard.press('Enter')
  await page.locator('.gate').getByText('the owner looks first').waitFor()
  box.panel.offer([{ id: 501, phone_number: phone }])
  await page.locator('#queue').getByText('due now: 1').waitFor()
  expect(box.rig.carrier.calls(phone)).toEqual([])
  await page.getByRole('button', { name: 'Resume' }).click()

  const call = page.locator('#live-calls tbody tr', { hasText: phone })
  await call.getByText('Talking', { exact: true }).waitFor()
  expect(await call.innerText()).toMatch(/sina\.yaml, line \d+/)
  await call.getByText(/Ringing an operator|With an operator/).waitFor()
  await call.getByRole('link').click()
  await page.locator('#steps').getByText('accepted', { exact: false }).first().waitFor()
  await page.locator('#outcome').getByText('Connected').waitFor()
  expect(await page.locator('.lit code').allInnerTexts()).toContain('    - transfer: operators')
  expect(await page.locator('#transcript').innerText()).toContain('Understood as yes')
  await page.locator('#reports').getByText('Delivered').waitFor()
  await page.evaluate('Object.assign(document.querySelector("audio"), { muted: true }).play()')
  expect(await page.evaluate('document.querySelector("audio").duration')).toBeGreaterThan(0.3)
  expect(await audit(page)).toEqual([])

  await page.getByRole('link', { name: 'Today' }).click()
  await page.locator('.sums').getByText('Connected').waitFor()
  await page.getByRole('link', { name: 'Search' }).click()
  await page.locator('input[name=about]').fill(phone)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Never call it again' }).click()
  await page.getByText('It is on the do-not-call list').waitFor()
  await page.getByRole('link', { name: 'Who did what' }).click()
  await page.getByRole('cell', { name: /resume/ }).waitFor()
  expect(complaints).toEqual([])

  await page.getByRole('link', { name: 'Today' }).click()
  await page.locator('.hero').waitFor()
  engine.kill('SIGTERM')
  await engine.exited
  await page.locator('.stale-banner').waitFor()
  expect(await page.locator('.hero').innerText()).toContain('Connection lost')
})
