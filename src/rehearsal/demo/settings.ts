import { demoCustomers, demoOperators } from './customers.ts'
import { type DemoHouse, demoCompany } from './house.ts'

/** Where the services of a demonstration are reached. */
export interface DemoServices {
  readonly ari: { readonly baseUrl: string; readonly wsUrl: string }
  readonly recogniser: { readonly url: string; readonly token: string }
}

/** The line customers are called from, and call. */
export const demoLine = '02191000001'

/** The trunk of the virtual exchange. */
export const demoTrunk = 'demo-trunk'

/** User and password of the virtual exchange. */
export const demoLogin = { username: 'demo', password: 'demo' } as const

/** The settings of the demonstration, as the environment would have them. */
export function demoSettings(house: DemoHouse, { ari, recogniser }: DemoServices): Readonly<Record<string, string>> {
  const rung = demoCustomers.filter(({ callsAs }) => callsAs === undefined)
  return {
    ARI_BASE_URL: ari.baseUrl,
    ARI_WS_URL: ari.wsUrl,
    ARI_USERNAME: demoLogin.username,
    ARI_PASSWORD: demoLogin.password,
    OUTBOUND_TRUNK: demoTrunk,
    OUTBOUND_NUMBERS: demoLine,
    DIAL_PREFIX: 'none',
    ORIGINATION_TIMEOUT: '8',
    OPERATOR_MOBILE_NUMBERS: demoOperators.join(','),
    OPERATOR_TIMEOUT: '10',
    COMPANY: demoCompany,
    SCENARIOS_DIR: house.scenariosDir,
    STATIC_CONTACTS: rung.map(({ number }) => number).join(','),
    CALLING_HOURS: '00:00-24:00',
    MAX_CONCURRENT_CALLS: '0',
    MAX_CALLS_PER_MINUTE: '0',
    MAX_CALLS_PER_DAY: '0',
    MAX_ORIGINATIONS_PER_SECOND: '1',
    FAIL_ALERT_THRESHOLD: '100',
    DRAIN_TIMEOUT: '1',
    VIRA_STT_URL: recogniser.url,
    VIRA_STT_TOKEN: recogniser.token,
    AST_SOUND_DIR: house.soundDir,
    AST_RECORDING_DIR: house.recordingDir,
    ENHANCE: 'off',
    DATA_DIR: house.dataDir,
    WEB_LISTEN: '127.0.0.1:0',
    LOG_LEVEL: 'WARNING',
  }
}
