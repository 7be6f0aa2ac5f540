import { exitCodes } from '../app/exit-codes.ts'
import { scenarioSources } from '../app/scenarios.ts'
import { StartFault } from '../app/start-fault.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { type Campaign, madeUpPeople, prepareCampaign } from '../rehearsal/forecast/campaign.ts'
import type { Figures } from '../rehearsal/forecast/figures.ts'
import { playForecast } from '../rehearsal/forecast/forecast.ts'
import { inUnit } from '../rehearsal/forecast/measure.ts'
import type { Mix } from '../rehearsal/forecast/mix.ts'
import { speechlessText } from '../rehearsal/forecast/sentences.ts'
import { loadLibrary } from '../scenario/library.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import type { StagedCounts, StagedRow } from '../store/import-staging.ts'
import type { Terminal } from './command.ts'
import { number } from './contacts-report.ts'
import type { Overlay } from './simulate-against.ts'
import { readPeople } from './simulate-list.ts'
import { simulatedSettings } from './simulate-settings.ts'

/** The longest a list is played for. */
export const mostDays = 30

/** What one simulation is asked for. */
export interface Simulation {
  readonly company: string | undefined
  readonly seed: number
  readonly mix: Mix
  readonly list: string | undefined
  readonly phoneColumn: string | undefined
  readonly encoding: 'windows-1256' | undefined
}

/** What came of one simulation, and what was taken to be so. */
export interface Simulated {
  readonly figures: Figures
  readonly company: string
  readonly notes: readonly string[]
}

/** Simulates under each of these settings, the same people each time; before the first begins all of them are checked. Throws {@link StartFault}. */
export async function simulateAll(
  asked: Simulation,
  overlays: readonly Overlay[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly Simulated[]> {
  const ready = []
  for (const overlay of overlays) ready.push(await prepare(asked, overlay, terminal))
  const done: Simulated[] = []
  try {
    for (const each of ready) done.push(await play(asked, each, terminal, signal))
  } catch (error) {
    if (signal.aborted) throw new StartFault('stopped: there is no report', exitCodes.failed)
    throw error
  }
  return done
}

interface Ready {
  readonly company: string
  readonly country: string
  readonly campaign: Campaign
  /** STATIC_CONTACTS are called. */
  readonly isStatic: boolean
  readonly notes: readonly string[]
}

async function prepare(
  { company: named, list, mix }: Simulation,
  overlay: Overlay,
  terminal: Terminal,
): Promise<Ready> {
  const { config, notes } = simulatedSettings(terminal, named, overlay)
  const { company, scenariosDir, country, dialer, panel } = config
  const sources = await scenarioSources(scenariosDir)
  const library = loadLibrary(sources, company)
  const { policy, problems } = library
  if (problems.length > 0 || policy === undefined) {
    throw new StartFault(renderProblems(problems).trimEnd(), exitCodes.config)
  }
  const isStatic = list === undefined && panel === undefined && dialer.staticContacts.length > 0
  const parts = { config, library: { ...library, policy }, sources, mix, keepsStaticList: isStatic, clock }
  const prepared = await prepareCampaign(parts)
  if (prepared.kind === 'speechless') throw new StartFault(speechlessText(prepared.questions), exitCodes.config)
  const { campaign } = prepared
  if (campaign.parts.plans.length === 0) {
    throw new StartFault(`${company} has no scenario with a block "outbound": nobody can be called`, exitCodes.config)
  }
  return { company, country, campaign, isStatic, notes: [...notes, ...campaign.notes] }
}

async function play(asked: Simulation, ready: Ready, terminal: Terminal, signal: AbortSignal): Promise<Simulated> {
  const { list, phoneColumn, encoding, mix, seed } = asked
  const { company, country, campaign, isStatic } = ready
  const options = { country, ...(phoneColumn && { phoneColumn }), ...(encoding && { encoding }) }
  const rows = list === undefined ? undefined : await readPeople(list, terminal.cwd, options, signal)
  const people = (): Iterable<StagedRow> => rows ?? (isStatic ? [] : madeUpPeople(mix.contacts, campaign.parts.plans))
  const forecast = await playForecast({ ...campaign, seed, mix, people, mostDays }, signal)
  if (forecast.kind === 'closed') {
    const write = 'write CALLING_HOURS, or calling_hours in company.yaml'
    throw new StartFault(`the calling hours are never open: ${write}`, exitCodes.config)
  }
  if (forecast.kind === 'broken') throw broken(forecast.because, seed)
  const { figures, taken } = forecast
  if (figures.numbers === 0) throw new StartFault(nobody(rows), exitCodes.failed)
  const whom = rows === undefined ? madeUpText(figures, isStatic) : listText(list ?? '', rows.length, taken)
  return { figures, company, notes: [whom, ...ready.notes, mixText(mix)] }
}

function mixText({ answerRate, yesRate }: Mix): string {
  const range = (rates: readonly number[]): string => {
    const [least, most] = [Math.min(...rates), Math.max(...rates)]
    return least === most ? inUnit(least, 'share') : `${inUnit(least, 'share')} to ${inUnit(most, 'share')}`
  }
  return `The mix: ${range(answerRate)} of the calls are answered, ${range(yesRate)} of those who answer agree.`
}

function madeUpText({ numbers }: Figures, isStatic: boolean): string {
  return isStatic
    ? `The ${number(numbers)} numbers of STATIC_CONTACTS are called.`
    : `${number(numbers)} made-up people are called.`
}

function listText(file: string, rows: number, { taken, wrong, twice }: StagedCounts): string {
  const left = [
    ...(wrong > 0 ? [`${number(wrong)} cannot be used`] : []),
    ...(twice > 0 ? [`${number(twice)} are there twice`] : []),
  ]
  return `${file}: ${number(rows)} rows, ${number(taken)} people${left.length > 0 ? ` (${left.join(', ')})` : ''}.`
}

function nobody(rows: readonly StagedRow[] | undefined): string {
  const first = (rows ?? []).filter(({ because }) => because !== undefined).slice(0, 5)
  return [
    'Nobody on the list can be called. Nothing was simulated.',
    ...first.map(({ row, value, because }) => `  row ${row}: "${value}": ${because}`),
  ].join('\n')
}

function broken(because: string, seed: number): StartFault {
  return new StartFault(
    `The simulation broke off (seed ${seed}), ${because}.\nThis is a fault of the program and not of your settings: please report it with the seed.`,
    exitCodes.failed,
  )
}
