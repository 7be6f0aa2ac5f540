import { embeddedScenarios } from '../../app/scenarios.ts'
import { loadConfig } from '../../config/load.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { loadLibrary, type SourceFile } from '../../scenario/library.ts'
import { madeUpPeople, type Prepared, prepareCampaign } from './campaign.ts'
import type { Figures } from './figures.ts'
import { type Forecast, type ForecastOrder, playForecast } from './forecast.ts'
import { defaultMix, type Mix } from './mix.ts'

/** A campaign for tests: sina's own unless given, on two lines with three operators. */
export interface PaperCampaign {
  readonly settings?: Readonly<Record<string, string>>
  readonly mix?: Partial<Mix>
  /** Files in the place of the built-in scenarios; the company is `paper` then. */
  readonly files?: Readonly<Record<string, string>>
  readonly seed?: number
  readonly between?: ForecastOrder['between']
  readonly mostDays?: number
}

/** Prepares it. */
export async function preparePaper({ settings, mix, files }: PaperCampaign): Promise<Prepared & { readonly mix: Mix }> {
  const own =
    files && Object.entries(files).map(([name, text]): SourceFile => ({ path: `paper/${name}`, file: name, text }))
  const sources = own ?? (await embeddedScenarios())
  const company = own === undefined ? 'sina' : 'paper'
  const loaded = loadConfig({
    env: {
      COMPANY: company,
      OUTBOUND_TRUNK: 'trunk',
      OUTBOUND_NUMBERS: '02191000001,02191000002',
      OPERATOR_MOBILE_NUMBERS: '09121111111,09122222222,09123333333',
      ...settings,
    },
    cwd: '/nonexistent',
    systemFile: '/nonexistent/salehi.env',
    needs: ['company', 'outbound'],
  })
  if (loaded.kind === 'faulty') throw new Error(loaded.faults.map(({ name, wrong }) => `${name} ${wrong}`).join('; '))
  const library = loadLibrary(sources, company)
  if (library.policy === undefined || library.problems.length > 0) {
    throw new Error(library.problems.map(({ line, message }) => `${line}: ${message}`).join('; '))
  }
  const whole: Mix = { ...defaultMix, contacts: 60, ...mix }
  const prepared = await prepareCampaign({
    config: loaded.config,
    library: { ...library, policy: library.policy },
    sources,
    mix: whole,
    keepsStaticList: false,
    clock: new TestClock(),
  })
  return { ...prepared, mix: whole }
}

/** Plays it. */
export async function playPaper(campaign: PaperCampaign): Promise<Forecast> {
  const prepared = await preparePaper(campaign)
  if (prepared.kind === 'speechless') throw new Error('nobody can answer')
  const { seed = 1, mostDays = 30, between } = campaign
  const { mix, campaign: ready } = prepared
  const people = () => madeUpPeople(mix.contacts, ready.parts.plans)
  const order = { ...ready, seed, mix, people, mostDays, ...(between === undefined ? {} : { between }) }
  return await playForecast(order, new AbortController().signal)
}

/** Plays it to its figures. */
export async function figuresOf(campaign: PaperCampaign): Promise<Figures> {
  const forecast = await playPaper(campaign)
  if (forecast.kind === 'figures') return forecast.figures
  throw new Error(forecast.kind === 'broken' ? forecast.because : 'never open')
}
