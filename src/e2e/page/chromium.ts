import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Language } from '../../web/page/browser/language/format.ts'
import type { Theme } from '../../web/page/browser/state/model.ts'

/** A real Chromium without a window. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = Bun.which('chromium')
  if (executablePath === null) throw new Error('there is no chromium: apt-get install chromium')
  // Root may not use the browser's own sandbox; nothing but the page under test is opened in it.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** Screens the page is looked at on. */
export const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const

/** How somebody looks at the page. */
export interface Look {
  readonly language?: Language
  readonly theme?: Theme
  readonly screen?: keyof typeof screens
  readonly options?: BrowserContextOptions
}

/** A page in a browser of its own, with everything it complained about. */
export interface Looked extends AsyncDisposable {
  readonly page: Page
  /** Errors and warnings of the console, faults of scripts, and what the content security policy refused. */
  readonly complaints: string[]
  /** Addresses asked for, in order. */
  readonly asked: string[]
}

/** Opens an empty page as somebody would look at it. */
export async function look(
  browser: Browser,
  { language, theme, screen = 'desktop', options = {} }: Look = {},
): Promise<Looked> {
  const context = await browser.newContext({ viewport: screens[screen], ...options })
  const kept = { language, theme }
  for (const [name, value] of Object.entries(kept)) {
    if (value === undefined) continue
    // Only the first time: what is chosen on the page stays.
    const key = JSON.stringify(`salehi.${name}`)
    await context.addInitScript(
      `localStorage.getItem(${key}) ?? localStorage.setItem(${key}, ${JSON.stringify(value)})`,
    )
  }
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const complaints: string[] = []
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`)
  })
  return { page, complaints, asked, [Symbol.asyncDispose]: () => context.close() }
}
