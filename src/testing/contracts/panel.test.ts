import { startPanel } from '../services/panel.ts'
import { describePanelContract } from './panel.ts'

const token = 'the-token'
const company = 'sina'
const numbers = [
  { id: 1, phone_number: '09121111111' },
  { id: 2, phone_number: '09122222222' },
]

for (const linesKey of ['outbound_lines', 'lines'] as const) {
  describePanelContract(`the stand-in of a panel that takes «${linesKey}»`, true, async () => {
    const panel = await startPanel({ token, company, numbers, linesKey })
    return { url: panel.url, token, company, [Symbol.asyncDispose]: () => panel[Symbol.asyncDispose]() }
  })
}

// The same tests against a panel itself: set CONTRACT_PANEL_URL (its origin), CONTRACT_PANEL_TOKEN and
// CONTRACT_PANEL_COMPANY. One number is fetched from it and not called; a report is sent only where
// CONTRACT_PANEL_REPORTS=1 allows it.
const {
  CONTRACT_PANEL_URL: url,
  CONTRACT_PANEL_TOKEN: realToken,
  CONTRACT_PANEL_COMPANY: realCompany,
  CONTRACT_PANEL_REPORTS: reports,
} = process.env
if (url !== undefined && realToken !== undefined && realCompany !== undefined) {
  describePanelContract('the panel', reports === '1', async () => {
    return { url, token: realToken, company: realCompany, [Symbol.asyncDispose]: async () => undefined }
  })
}
