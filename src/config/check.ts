import { parsePhoneNumber } from '../domain/phone-number.ts'
import type { ConfigFault, ConfigWarning } from './fault.ts'
import { type SettingName, type SettingValues, settingOf } from './settings.ts'

/** What a command cannot do without: a company, Asterisk's interface, a trunk with lines. */
export type Need = 'company' | 'ari' | 'outbound'

const needed: Readonly<Record<Need, readonly SettingName[]>> = {
  company: ['COMPANY'],
  ari: ['ARI_USERNAME', 'ARI_PASSWORD'],
  outbound: ['OUTBOUND_TRUNK', 'OUTBOUND_NUMBERS'],
}

export interface Findings {
  readonly faults: readonly ConfigFault[]
  readonly warnings: readonly ConfigWarning[]
}

/** Names and where they were written; undefined when not written. */
export type Whereabouts = (name: SettingName) => string | undefined

/** What no single setting can tell: what is missing, and what does not go together. */
export function checkTogether(values: SettingValues, needs: readonly Need[], whereIs: Whereabouts): Findings {
  const faults: ConfigFault[] = []
  const warnings: ConfigWarning[] = []
  const missing = (name: SettingName, wrong: string): void => {
    if (whereIs(name) === undefined) faults.push({ name, where: 'not set', wrong, write: example(name) })
  }
  for (const name of needs.flatMap((need) => needed[need])) missing(name, `is missing: ${settingOf(name).about}`)
  if (whereIs('PANEL_BASE_URL') !== undefined) missing('PANEL_API_TOKEN', 'is missing: the panel asks for it')
  checkNumbers(values, whereIs, faults)
  checkLines(values, whereIs, faults, warnings)
  warnUnused(values, whereIs, warnings)
  return { faults, warnings }
}

function example(name: SettingName): string {
  return `${name}=${settingOf(name).example}`
}

function checkNumbers(values: SettingValues, whereIs: Whereabouts, faults: ConfigFault[]): void {
  for (const name of ['OPERATOR_MOBILE_NUMBERS', 'SMS_ADMINS'] as const) {
    for (const [index, text] of (values[name] ?? []).entries()) {
      if (parsePhoneNumber(text, values.COUNTRY) !== undefined) continue
      const wrong = `number ${index + 1} of the list is not a phone number (COUNTRY=${values.COUNTRY})`
      faults.push({ name, where: whereIs(name) ?? 'not set', wrong, write: example(name) })
    }
  }
}

function checkLines(
  values: SettingValues,
  whereIs: Whereabouts,
  faults: ConfigFault[],
  warnings: ConfigWarning[],
): void {
  const where = whereIs('OUTBOUND_NUMBERS') ?? 'not set'
  for (const [index, line] of (values.OUTBOUND_NUMBERS ?? []).entries()) {
    const digits = line.replace(/\D/g, '').length
    if (digits === 0 && whereIs('DEFAULT_CALLER_ID') === undefined) {
      const wrong = `is missing: line ${index + 1} of OUTBOUND_NUMBERS has no digits to show the customer`
      faults.push({ name: 'DEFAULT_CALLER_ID', where: 'not set', wrong, write: example('DEFAULT_CALLER_ID') })
    } else if (digits < 4 && values.DIAL_PREFIX === 'line4') {
      const about = `line ${index + 1} has fewer than four digits for DIAL_PREFIX=line4; all it has are dialled first`
      warnings.push({ name: 'OUTBOUND_NUMBERS', where, about })
    }
  }
}

function warnUnused(values: SettingValues, whereIs: Whereabouts, warnings: ConfigWarning[]): void {
  const warn = (name: SettingName, about: string): void => {
    warnings.push({ name, where: whereIs(name) ?? 'not set', about })
  }
  if (values.PANEL_BASE_URL === undefined) {
    if (whereIs('PANEL_API_TOKEN') !== undefined) warn('PANEL_API_TOKEN', 'has no effect: PANEL_BASE_URL is not set')
    if (values.USE_PANEL_AGENTS === true) warn('USE_PANEL_AGENTS', 'has no effect: PANEL_BASE_URL is not set')
  } else if (whereIs('STATIC_CONTACTS') !== undefined) {
    warn('STATIC_CONTACTS', 'has no effect: the panel gives the numbers (PANEL_BASE_URL is set)')
  }
  const sms = ['SMS_API_KEY', 'SMS_FROM', 'SMS_ADMINS'] as const
  const unset = sms.filter((name) => whereIs(name) === undefined)
  if (unset.length > 0 && unset.length < sms.length) {
    for (const name of unset) warn(name, 'is missing: no alert will be sent by SMS')
  }
  const { host } = values.WEB_LISTEN
  if (!['127.0.0.1', '::1', 'localhost'].includes(host) && values.WEB_PASSWORD === undefined) {
    warn('WEB_PASSWORD', 'is missing: whoever reaches WEB_LISTEN from another machine sees the pages')
  }
}
