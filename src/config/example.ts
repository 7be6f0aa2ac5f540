import { type SettingName, settingNames, settingOf } from './settings.ts'

/** Without these nobody can be called: they stand at the top, to be filled in. */
const needed = [
  'COMPANY',
  'ARI_USERNAME',
  'ARI_PASSWORD',
  'OUTBOUND_TRUNK',
  'OUTBOUND_NUMBERS',
  'VIRA_STT_TOKEN',
] as const satisfies readonly SettingName[]

/** Values to write into the file in place of the defaults. */
export type Given = Readonly<Partial<Record<SettingName, string>>>

/**
 * A settings file with every setting there is, explained: those needed are there to be filled in, the others stand
 * behind `#` with their default. Read by `parseEnvFile`.
 */
export function exampleFile(given: Given): string {
  const others = settingNames.filter((name) => !(needed as readonly SettingName[]).includes(name))
  return [
    '# Settings of salehi. A line is NAME=value; what stands behind # is a comment. A variable of the environment goes',
    '# before this file. "salehi config" shows what is in force, where it came from, and every fault.',
    '',
    '# --- needed: write these -----------------------------------------------------------------------------------------',
    ...needed.flatMap((name) => entry(name, `${name}=${quoted(given[name] ?? '')}`)),
    '',
    '# --- the rest: take the # away and change the value ------------------------------------------------------------',
    ...others.flatMap((name) => {
      const value = given[name]
      return entry(name, value === undefined ? `#${name}=${byDefault(name)}` : `${name}=${quoted(value)}`)
    }),
    '',
  ].join('\n')
}

function entry(name: SettingName, line: string): readonly string[] {
  const { about, unit, otherwise, default: set, example } = settingOf(name)
  const isNeeded = (needed as readonly SettingName[]).includes(name)
  const more = [
    ...(unit === undefined ? [] : [`in ${unit === 's' ? 'seconds' : unit}`]),
    ...(otherwise === undefined ? [] : [`not set: ${otherwise}`]),
    ...(set === undefined ? [`for example ${name}=${example}`] : isNeeded ? [`by default ${set}`] : []),
  ]
  return ['', `# ${[about, ...more].join('; ')}`, line]
}

function byDefault(name: SettingName): string {
  return quoted(settingOf(name).default ?? '')
}

/** Quoted where a reader could take part of it for a comment or lose its spaces. */
function quoted(value: string): string {
  if (!/[\s#'"\\]/.test(value)) return value
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}
