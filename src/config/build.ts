import { resolve } from 'node:path'
import { type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { Config } from './config.ts'
import type { SettingValues } from './settings.ts'

/** The grouped, frozen {@link Config} of checked values. Relative folders are taken from `cwd`. */
export function buildConfig(values: SettingValues, cwd: string): Config {
  const numbers = (list: readonly string[] | undefined): readonly PhoneNumber[] =>
    (list ?? []).map((text) => parsePhoneNumber(text, values.COUNTRY)).filter((number) => number !== undefined)
  return deepFreeze({
    ...present('company', values.COMPANY),
    ...present('scenariosDir', values.SCENARIOS_DIR === undefined ? undefined : resolve(cwd, values.SCENARIOS_DIR)),
    country: values.COUNTRY,
    ...present('ari', ari(values)),
    ...present('outbound', outbound(values)),
    limits: {
      perLine: {
        concurrent: values.MAX_CONCURRENT_CALLS,
        perMinute: values.MAX_CALLS_PER_MINUTE,
        perDay: values.MAX_CALLS_PER_DAY,
      },
      concurrentInbound: values.MAX_CONCURRENT_INBOUND_CALLS,
      concurrentOutbound: values.MAX_CONCURRENT_OUTBOUND_CALLS,
      perSecond: values.MAX_ORIGINATIONS_PER_SECOND,
    },
    dialer: {
      batchSize: values.DIALER_BATCH_SIZE,
      retryMs: values.DIALER_DEFAULT_RETRY,
      staticContacts: values.STATIC_CONTACTS ?? [],
      ...present('callingHours', values.CALLING_HOURS),
      ...present('timezone', values.TIMEZONE),
      drainMs: values.DRAIN_TIMEOUT,
      failAlertThreshold: values.FAIL_ALERT_THRESHOLD,
    },
    ...present('panel', panel(values)),
    llm: {
      baseUrl: values.GAPGPT_BASE_URL,
      ...present('apiKey', values.GAPGPT_API_KEY),
      model: values.GAPGPT_MODEL,
      temperature: values.GAPGPT_TEMPERATURE,
      timeoutMs: values.LLM_TIMEOUT,
      parallel: values.MAX_PARALLEL_LLM,
    },
    stt: {
      ...present('token', values.VIRA_STT_TOKEN),
      url: values.VIRA_STT_URL,
      verifySsl: values.VIRA_VERIFY_SSL,
      timeoutMs: values.STT_TIMEOUT,
      parallel: values.MAX_PARALLEL_STT,
    },
    tts: {
      ...present('token', values.VIRA_TTS_TOKEN),
      url: values.VIRA_TTS_URL,
      verifySsl: values.VIRA_VERIFY_SSL,
      timeoutMs: values.TTS_TIMEOUT,
      parallel: values.MAX_PARALLEL_TTS,
    },
    operators: {
      ...present('endpoint', values.OPERATOR_ENDPOINT),
      mobileNumbers: numbers(values.OPERATOR_MOBILE_NUMBERS),
      ...present('extension', values.OPERATOR_EXTENSION),
      ...present('trunk', values.OPERATOR_TRUNK ?? values.OUTBOUND_TRUNK),
      ...present('callerId', values.OPERATOR_CALLER_ID),
      showCustomer: values.OPERATOR_SHOW_CUSTOMER,
      dialPrefix: values.OPERATOR_DIAL_PREFIX,
      usePanelAgents: values.USE_PANEL_AGENTS ?? values.PANEL_BASE_URL !== undefined,
      timeoutMs: values.OPERATOR_TIMEOUT,
    },
    ...present('sms', sms(values, numbers(values.SMS_ADMINS))),
    http: { maxConnections: values.HTTP_MAX_CONNECTIONS, timeoutMs: values.HTTP_TIMEOUT },
    thinkBudgetMs: values.CALL_THINK_BUDGET,
    inboundQueue: values.INBOUND_QUEUE,
    audio: {
      soundDir: resolve(cwd, values.AST_SOUND_DIR),
      recordingDir: resolve(cwd, values.AST_RECORDING_DIR),
      enhance: values.ENHANCE,
    },
    web: {
      listen: values.WEB_LISTEN,
      ...present('password', values.WEB_PASSWORD),
      ...present('operatorPassword', values.WEB_OPERATOR_PASSWORD),
      ...present('viewerPassword', values.WEB_VIEWER_PASSWORD),
      ...present('apiToken', values.API_TOKEN),
    },
    data: { dir: resolve(cwd, values.DATA_DIR), retentionDays: values.RETENTION_DAYS },
    logLevel: values.LOG_LEVEL,
  })
}

/** The events' address: as set, else beside the REST interface. */
export function ariEventsUrl(values: Pick<SettingValues, 'ARI_BASE_URL' | 'ARI_WS_URL'>): string {
  return values.ARI_WS_URL ?? `${values.ARI_BASE_URL.replace(/^http/, 'ws')}/events`
}

function ari(values: SettingValues): Config['ari'] {
  if (values.ARI_USERNAME === undefined || values.ARI_PASSWORD === undefined) return undefined
  return {
    baseUrl: values.ARI_BASE_URL,
    wsUrl: ariEventsUrl(values),
    app: values.ARI_APP_NAME,
    username: values.ARI_USERNAME,
    password: values.ARI_PASSWORD,
    timeoutMs: values.ARI_TIMEOUT,
  }
}

function outbound(values: SettingValues): Config['outbound'] {
  if (values.OUTBOUND_TRUNK === undefined || values.OUTBOUND_NUMBERS === undefined) return undefined
  return {
    trunk: values.OUTBOUND_TRUNK,
    lines: values.OUTBOUND_NUMBERS.map((number) => ({ number })),
    ...present('defaultCallerId', values.DEFAULT_CALLER_ID),
    dialPrefix: values.DIAL_PREFIX,
    ringMs: values.ORIGINATION_TIMEOUT,
  }
}

function panel(values: SettingValues): Config['panel'] {
  if (values.PANEL_BASE_URL === undefined || values.PANEL_API_TOKEN === undefined) return undefined
  return { baseUrl: values.PANEL_BASE_URL, token: values.PANEL_API_TOKEN, api: values.PANEL_API }
}

function sms(values: SettingValues, admins: readonly PhoneNumber[]): Config['sms'] {
  if (values.SMS_API_KEY === undefined || values.SMS_FROM === undefined || admins.length === 0) return undefined
  return { url: values.SMS_URL, apiKey: values.SMS_API_KEY, from: values.SMS_FROM, admins }
}

function present<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: T }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}
