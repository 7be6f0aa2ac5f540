import type { DialPrefix, Line } from '../domain/line.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { WeeklyHours } from '../domain/weekly-hours.ts'
import type { Secret } from '../kernel/secret.ts'
import type { ListenAddress } from './read-telephony.ts'
import type { SettingName } from './settings.ts'
import type { Origin } from './sources.ts'

/** The settings in force: read once, frozen to the last leaf. Absent members are not configured. Limits: 0 = none. */
export interface Config {
  readonly company?: string
  /** Folder that goes before the built-in scenarios. */
  readonly scenariosDir?: string
  readonly country: string
  /** Present when user and password are given. */
  readonly ari?: AriConfig
  /** Present when trunk and lines are given. */
  readonly outbound?: OutboundConfig
  readonly limits: LimitsConfig
  readonly dialer: DialerConfig
  /** Present when its address is given. */
  readonly panel?: PanelConfig
  readonly llm: LlmConfig
  readonly stt: SpeechConfig
  readonly tts: SpeechConfig
  readonly operators: OperatorsConfig
  /** Present when key, sender and someone to tell are given. */
  readonly sms?: SmsConfig
  readonly http: { readonly maxConnections: number; readonly timeoutMs: number }
  /** How long a caller waits for understanding. */
  readonly thinkBudgetMs: number
  readonly inboundQueue: 'ring' | 'answer'
  readonly audio: AudioConfig
  readonly web: WebConfig
  readonly data: DataConfig
  readonly logLevel: LogLevel
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface AriConfig {
  readonly baseUrl: string
  readonly wsUrl: string
  readonly app: string
  readonly username: string
  readonly password: Secret
  readonly timeoutMs: number
}

export interface OutboundConfig {
  readonly trunk: string
  /** At least one. */
  readonly lines: readonly Line[]
  /** Shown where a line has no digits. */
  readonly defaultCallerId?: string
  readonly dialPrefix: DialPrefix
  /** How long a phone may ring. */
  readonly ringMs: number
}

export interface LimitsConfig {
  readonly perLine: { readonly concurrent: number; readonly perMinute: number; readonly perDay: number }
  readonly concurrentInbound: number
  readonly concurrentOutbound: number
  readonly perSecond: number
}

export interface DialerConfig {
  readonly batchSize: number
  readonly retryMs: number
  /** As written, in order; not yet checked to be numbers. */
  readonly staticContacts: readonly string[]
  /** Absent = the company's. */
  readonly callingHours?: WeeklyHours
  /** Absent = the company's. */
  readonly timezone?: string
  readonly drainMs: number
  readonly failAlertThreshold: number
}

export interface PanelConfig {
  readonly baseUrl: string
  readonly token: Secret
  readonly api: 'v1' | 'v2'
}

export interface LlmConfig {
  readonly baseUrl: string
  /** Absent = no model; the rules decide alone. */
  readonly apiKey?: Secret
  readonly model: string
  readonly temperature: number
  readonly timeoutMs: number
  readonly parallel: number
}

export interface SpeechConfig {
  readonly token?: Secret
  readonly url: string
  readonly verifySsl: boolean
  readonly timeoutMs: number
  readonly parallel: number
}

export interface OperatorsConfig {
  readonly endpoint?: string
  readonly mobileNumbers: readonly PhoneNumber[]
  readonly extension?: string
  /** Absent = the outbound trunk, and that is not set either. */
  readonly trunk?: string
  readonly callerId?: string
  readonly showCustomer: boolean
  readonly dialPrefix: DialPrefix
  readonly usePanelAgents: boolean
  readonly timeoutMs: number
}

export interface SmsConfig {
  /** Where the console's `/api` is. */
  readonly url: string
  readonly apiKey: Secret
  readonly from: string
  readonly admins: readonly PhoneNumber[]
}

export interface AudioConfig {
  readonly soundDir: string
  readonly recordingDir: string
  readonly enhance: 'ffmpeg' | 'live' | 'off'
}

export interface WebConfig {
  readonly listen: ListenAddress
  readonly password?: Secret
  readonly operatorPassword?: Secret
  readonly viewerPassword?: Secret
  readonly apiToken?: Secret
}

export interface DataConfig {
  /** Absolute. */
  readonly dir: string
  readonly retentionDays: number
}

/** Where each setting's value came from. */
export type Origins = Readonly<Record<SettingName, Origin>>
