import { usedOperations } from './used.ts'

/** A resource's description, as far as it is read here. */
export interface ResourceFile {
  readonly apis?: readonly { readonly path: string; readonly operations: readonly Operation[] }[]
  readonly models?: Readonly<Record<string, Model>>
}

interface Operation {
  readonly httpMethod: string
  readonly nickname: string
  readonly summary?: string
  readonly responseClass?: string
  readonly parameters?: readonly Parameter[]
}

interface Parameter {
  readonly name: string
  readonly paramType: string
  readonly dataType: string
  readonly required?: boolean
}

interface Model {
  readonly description?: string
  readonly subTypes?: readonly string[]
  readonly properties: Readonly<Record<string, Property>>
}

interface Property {
  readonly type: string
  readonly required?: boolean
  readonly description?: string
  readonly allowableValues?: { readonly valueType: string; readonly values?: readonly string[] }
}

/** A resource with its name. */
export interface Resource {
  readonly name: string
  readonly file: ResourceFile
}

/** Everything an answer or an event is made of. */
export function renderModels(resources: readonly Resource[]): string {
  const events = eventNames(resources)
  const models = allModels(resources).filter(([name]) => !events.has(name))
  return models.map(([name, model]) => renderInterface(name, model.properties, model.description)).join('\n')
}

/** The events, and their union, told apart by `type`. */
export function renderEvents(resources: readonly Resource[]): string {
  const events = eventNames(resources)
  const models = allModels(resources)
  const base = models.find(([name]) => name === 'Message')?.[1].properties
  const common = models.find(([name]) => name === 'Event')?.[1].properties
  const own = models.filter(([name]) => events.has(name))
  const used = new Set(
    own.flatMap(([, model]) => Object.values(model.properties).map((property) => bare(property.type))),
  )
  const known = new Set(models.map(([name]) => name))
  const imports = [...used].filter((name) => known.has(name)).sort()
  const names = own.map(([name]) => name)
  return [
    `import type {\n${imports.map((name) => `  ${name},\n`).join('')}} from './models.generated.ts'\n`,
    `/** The type of every event this version knows. */\nexport const eventTypes = [\n${names.map((name) => `  '${name}',\n`).join('')}] as const\n`,
    ...own.map(([name, model]) => {
      const { type: _type, ...rest } = { ...base, ...common, ...model.properties }
      return renderInterface(name, rest, model.description, `  readonly type: '${name}'\n`)
    }),
    `/** Any event. */\nexport type AriEvent =\n${names.map((name) => `  | ${name}`).join('\n')}\n`,
  ].join('\n')
}

/** Method, path, parameters and answer of the operations we use. */
export function renderOperations(resources: readonly Resource[]): string {
  const all = new Map(resources.flatMap(({ name, file }) => operationsOf(name, file)))
  const chosen = usedOperations.map((name) => {
    const found = all.get(name)
    if (found === undefined) throw new Error(`The description has no operation ${name}.`)
    return { name, ...found }
  })
  const models = new Set(allModels(resources).map(([name]) => name))
  const answers = chosen.map(({ operation }) => bare(operation.responseClass ?? 'void'))
  const imports = [...new Set(answers)].filter((name) => models.has(name)).sort()
  const paths = chosen.map(
    ({ name, operation, path }) => `  '${name}': { method: '${operation.httpMethod}', path: '${path}' },\n`,
  )
  return [
    `import type {\n${imports.map((name) => `  ${name},\n`).join('')}} from './models.generated.ts'\n`,
    `/** Method and path of each operation. */\nexport const operations = {\n${paths.join('')}} as const\n`,
    `/** What each operation takes: path and query by name, and what its body holds. */\nexport interface Parameters {\n${chosen.map(renderParameters).join('')}}\n`,
    `/** What each operation answers. */\nexport interface Answers {\n${chosen
      .map(({ name, operation }) => `  readonly '${name}': ${typeOf(operation.responseClass ?? 'void')}\n`)
      .join('')}}\n`,
  ].join('\n')
}

function renderParameters({ name, operation }: { readonly name: string; readonly operation: Operation }): string {
  const lines = (operation.parameters ?? []).map((parameter) => {
    const key = parameter.paramType === 'body' ? 'body' : parameter.name
    const type = parameter.paramType === 'body' ? 'Readonly<Record<string, unknown>>' : typeOf(parameter.dataType)
    return `    readonly ${key}${parameter.required ? '' : '?'}: ${type}\n`
  })
  return lines.length === 0 ? `  readonly '${name}': object\n` : `  readonly '${name}': {\n${lines.join('')}  }\n`
}

function operationsOf(name: string, file: ResourceFile): [string, { operation: Operation; path: string }][] {
  return (file.apis ?? []).flatMap(({ path, operations }) =>
    operations.map((operation): [string, { operation: Operation; path: string }] => [
      `${name}.${operation.nickname}`,
      { operation, path },
    ]),
  )
}

function allModels(resources: readonly Resource[]): (readonly [string, Model])[] {
  const models = new Map(resources.flatMap(({ file }) => Object.entries(file.models ?? {})))
  return [...models].sort(([a], [b]) => (a < b ? -1 : 1))
}

function eventNames(resources: readonly Resource[]): ReadonlySet<string> {
  const models = new Map(allModels(resources))
  return new Set(models.get('Event')?.subTypes ?? [])
}

function renderInterface(
  name: string,
  properties: Readonly<Record<string, Property>>,
  description: string | undefined,
  first = '',
): string {
  const about = `/** ${oneLine(description ?? name)} */\nexport`
  if (first === '' && Object.keys(properties).length === 0)
    return `${about} type ${name} = Readonly<Record<string, unknown>>\n`
  const fields = Object.entries(properties).map(([key, property]) => {
    const comment = property.description === undefined ? '' : `  /** ${oneLine(property.description)} */\n`
    return `${comment}  readonly ${key}${property.required ? '' : '?'}: ${fieldType(property)}\n`
  })
  return `${about} interface ${name} {\n${first}${fields.join('')}}\n`
}

function fieldType(property: Property): string {
  const values = property.allowableValues
  if (values?.valueType === 'LIST' && values.values && property.type === 'string') {
    return values.values.map((value) => `'${value}'`).join(' | ')
  }
  return typeOf(property.type)
}

const plain: Readonly<Record<string, string>> = {
  void: 'undefined',
  string: 'string',
  Date: 'string',
  int: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  object: 'Readonly<Record<string, unknown>>',
  containers: 'Readonly<Record<string, unknown>>',
  binary: 'Uint8Array<ArrayBuffer>',
}

function typeOf(type: string): string {
  const element = /^List\[(.+)\]$/.exec(type)?.[1]
  return element === undefined ? (plain[type] ?? type) : `readonly ${typeOf(element)}[]`
}

function bare(type: string): string {
  return /^List\[(.+)\]$/.exec(type)?.[1] ?? type
}

function oneLine(text: string): string {
  return text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim()
}
