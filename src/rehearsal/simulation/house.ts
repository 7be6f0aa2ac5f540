import type { Database } from 'bun:sqlite'
import type { AppParts, RunConfig } from '../../app/parts.ts'
import { embeddedScenarios } from '../../app/scenarios.ts'
import { loadConfig } from '../../config/load.ts'
import { loadLibrary } from '../../scenario/library.ts'
import { inMemory, openDatabase } from '../../store/database.ts'
import { type DayPlan, dayTrunk } from './day-plan.ts'

/** Where the services of a simulated day are, and what opens them. */
export const services = {
  panel: { host: 'panel.simulated', secret: 'the panel token' },
  recogniser: { host: 'recogniser.simulated', secret: 'the recogniser token' },
  model: { host: 'model.simulated', secret: 'the model key' },
  sms: { host: 'sms.simulated', secret: 'the sms key' },
} as const

/** The company that calls. */
export const dayCompany = 'sina'

/** Scenarios, rules and settings of the company on the day. */
export async function houseOf(plan: DayPlan): Promise<Pick<AppParts, 'config' | 'plans' | 'policy'>> {
  const library = loadLibrary(await embeddedScenarios(), dayCompany)
  if (library.policy === undefined) throw new Error(`there is no company ${dayCompany}`)
  const again = { afterMs: plan.retryMs, times: 2 }
  return {
    config: configOf(settingsOf(plan)),
    plans: [...library.plans.values()],
    policy: {
      ...library.policy,
      attempts: plan.caps,
      retries: new Map([
        ['no_answer', again],
        ['busy', again],
        ['power_off', again],
      ]),
    },
  }
}

/** Settings as the environment would have them, checked as those of any start. */
export function configOf(settings: Readonly<Record<string, string>>): RunConfig {
  const nowhere = '/nonexistent'
  const loaded = loadConfig({
    env: settings,
    cwd: nowhere,
    systemFile: `${nowhere}/salehi.env`,
    needs: ['company', 'ari', 'outbound'],
  })
  if (loaded.kind === 'loaded') return loaded.config
  throw new Error(loaded.faults.map(({ name, wrong }) => `${name}: ${wrong}`).join('; '))
}

/** An empty store that is kept in memory: it outlives every run of the engine, as a file would. */
export function newDatabase(): Database {
  return openDatabase(inMemory)
}

function settingsOf({ lines, limits }: DayPlan): Readonly<Record<string, string>> {
  return {
    COMPANY: dayCompany,
    ARI_BASE_URL: 'http://pbx.simulated/ari',
    ARI_WS_URL: 'ws://pbx.simulated/ari/events',
    ARI_USERNAME: 'salehi',
    ARI_PASSWORD: 'secret',
    OUTBOUND_TRUNK: dayTrunk,
    OUTBOUND_NUMBERS: lines.join(','),
    DIAL_PREFIX: 'none',
    MAX_CONCURRENT_CALLS: String(limits.perLine),
    MAX_CALLS_PER_MINUTE: String(limits.perMinute),
    MAX_CALLS_PER_DAY: String(limits.perDay),
    MAX_CONCURRENT_OUTBOUND_CALLS: String(limits.outbound),
    MAX_CONCURRENT_INBOUND_CALLS: String(limits.inbound),
    MAX_ORIGINATIONS_PER_SECOND: String(limits.perSecond),
    CALLING_HOURS: '09:00-21:00',
    PANEL_BASE_URL: `http://${services.panel.host}`,
    PANEL_API_TOKEN: services.panel.secret,
    VIRA_STT_URL: `http://${services.recogniser.host}/avanegar/v2/avanegar/request`,
    VIRA_STT_TOKEN: services.recogniser.secret,
    GAPGPT_BASE_URL: `http://${services.model.host}/v1`,
    GAPGPT_API_KEY: services.model.secret,
    SMS_URL: `http://${services.sms.host}`,
    SMS_API_KEY: services.sms.secret,
    SMS_FROM: '50001234',
    SMS_ADMINS: '09120000001',
    ENHANCE: 'off',
    DATA_DIR: '/nonexistent',
  }
}
