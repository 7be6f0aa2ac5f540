import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { audit } from './page/axe.ts'
import { launchChromium, look } from './page/chromium.ts'
import { Stage } from './page/staged-site.ts'
import { stagedViews } from './page/views.ts'

let browser: Browser
let open: Stage
let guarded: Stage
let folder: string

beforeAll(async () => {
  browser = await launchChromium()
  open = await Stage.open(false)
  guarded = await Stage.open(true)
  folder = await mkdtemp(join(tmpdir(), 'salehi-page-'))
  console.log(`screenshots: ${folder}`)
})

afterAll(async () => {
  await browser?.close()
  await open?.[Symbol.asyncDispose]()
  await guarded?.[Symbol.asyncDispose]()
})

/** Every language in every theme and on every screen; what differs between a theme on one screen and on another is laid out by the same rules. */
const looks = [
  { language: 'fa', theme: 'light', screen: 'desktop' },
  { language: 'fa', theme: 'dark', screen: 'phone' },
  { language: 'en', theme: 'dark', screen: 'desktop' },
  { language: 'en', theme: 'light', screen: 'phone' },
] as const

describe.each(looks)('in $language, $theme, on a $screen', (how) => {
  const { language, theme, screen } = how

  test('every view can be used by everybody, fits the screen, and complains of nothing', async () => {
    await using looked = await look(browser, { ...how, options: { reducedMotion: 'reduce' } })
    const { page, complaints } = looked
    const wrong: string[] = []
    for (const { name, path, before, act } of stagedViews) {
      open.scene.restore()
      before?.(open.scene)
      await page.goto(open.address + path)
      await page.locator('#page-title').waitFor()
      await act?.(page)
      wrong.push(...(await audit(page)).map((each) => `${name}: ${each}`))
      const tooWide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      if (tooWide !== 0) wrong.push(`${name}: ${tooWide} px wider than the screen`)
      await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${screen}.png`), fullPage: true })
    }
    expect(wrong).toEqual([])
    // Asking for a call that is not there is answered with 404, which the browser notes.
    expect(complaints.filter((each) => !each.includes('/api/calls/ffffffff'))).toEqual([])
  }, 120_000)

  test('the way in can be used by everybody', async () => {
    await using looked = await look(browser, { ...how, options: { reducedMotion: 'reduce' } })
    const { page, complaints } = looked
    await page.goto(guarded.address)
    await page.locator('input[name=password]').waitFor()
    expect(await audit(page)).toEqual([])
    await page.screenshot({ path: join(folder, `login-${language}-${theme}-${screen}.png`), fullPage: true })
    expect(complaints).toEqual([])
  }, 30_000)
})
