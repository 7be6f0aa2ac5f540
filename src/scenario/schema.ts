import { dispositions, isNetworkDisposition, oldNames } from '../domain/disposition.ts'
import { attemptKeys, companyKeys, doNotCallKeys, queueKeys, retryKeys } from './keys/company-keys.ts'
import type { KeyTable, Schema } from './keys/key-table.ts'
import {
  alwaysKeys,
  fieldKeys,
  hoursKeys,
  intentKeys,
  languageKeys,
  recordingKeys,
  scenarioKeys,
  speechKeys,
} from './keys/scenario-keys.ts'
import { branchKeys, stepKeys } from './keys/step-keys.ts'
import { fieldTypes } from './plan.ts'

const draft = 'https://json-schema.org/draft/2020-12/schema'
const text = { type: 'string' } as const
const tag = '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'

/** The JSON Schema of a scenario file, from the same tables the reader reads by. */
export function scenarioSchema(): Schema {
  return {
    $schema: draft,
    title: 'A scenario: what a caller hears, and what follows',
    ...objectOf(scenarioKeys),
    $defs: { ...sharedDefs(), ...sectionDefs(), ...stepDefs() },
  }
}

/** The JSON Schema of company.yaml. */
export function companySchema(): Schema {
  return {
    $schema: draft,
    title: 'A company’s rules for calling',
    ...objectOf(companyKeys),
    $defs: {
      ...sharedDefs(),
      attempts: objectOf(attemptKeys),
      retry: objectOf(retryKeys),
      doNotCallFile: objectOf(doNotCallKeys),
      queue: objectOf(queueKeys),
    },
  }
}

/** A mapping with exactly these keys, each described and with an example. */
function objectOf(table: KeyTable): Schema {
  const properties = Object.entries(table).map(([name, doc]) => [
    name,
    { description: doc.description, examples: [doc.example], ...doc.schema },
  ])
  const required = Object.entries(table).flatMap(([name, doc]) => (doc.required === true ? [name] : []))
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

function sharedDefs(): Schema {
  const range = { type: 'string', pattern: '^([0-9]{1,2}:[0-9]{2}\\s*-\\s*[0-9]{1,2}:[0-9]{2}|closed)$' }
  return {
    duration: { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?\\s*(ms|s|m|h)$' },
    date: { type: 'string', pattern: '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' },
    week: { type: 'object', additionalProperties: { anyOf: [range, { type: 'array', items: range }] } },
  }
}

function sectionDefs(): Schema {
  const recording = objectOf(recordingKeys)
  return {
    language: { type: 'string', pattern: tag },
    languages: objectOf(languageKeys),
    speech: objectOf(speechKeys),
    fieldType: { enum: [...fieldTypes] },
    field: objectOf(fieldKeys),
    recording,
    prompt: {
      anyOf: [
        text,
        { $ref: '#/$defs/recording' },
        {
          type: 'object',
          patternProperties: { [tag]: { anyOf: [text, { $ref: '#/$defs/recording' }] } },
          additionalProperties: false,
        },
      ],
    },
    intent: { anyOf: [text, { type: 'array', items: text }, objectOf(intentKeys)] },
    always: objectOf(alwaysKeys),
    hours: objectOf(hoursKeys),
    disposition: {
      description: 'A shared disposition, or a word of the section dispositions.',
      anyOf: [
        { enum: [...dispositions.filter((one) => !isNetworkDisposition(one)), ...shownOldNames()] },
        { type: 'string', not: { enum: dispositions.filter(isNetworkDisposition) } },
      ],
    },
  }
}

function stepDefs(): Schema {
  return {
    branch: objectOf(branchKeys),
    step: { anyOf: Object.values(stepKeys).map((table) => objectOf(table)) },
    steps: {
      anyOf: [
        { type: 'string', description: 'The name of a block: jumps to it.' },
        { $ref: '#/$defs/step' },
        { type: 'array', items: { anyOf: [text, { $ref: '#/$defs/step' }] } },
      ],
    },
  }
}

function shownOldNames(): readonly string[] {
  return Object.keys(oldNames).filter((old) => !isNetworkDisposition(oldNames[old] ?? 'unknown'))
}
