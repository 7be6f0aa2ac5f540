import { z } from 'zod'

/** Names of what lies in a backup. */
export const backupNames = {
  manifest: 'manifest.json',
  database: 'salehi.db',
  settings: 'settings.env',
  /** Folders. */
  scenarios: 'scenarios/',
  audio: 'audio/',
} as const

/** The last file of a backup: what it is, and every other file in it with its hash. */
export const manifestSchema = z.object({
  format: z.literal(1),
  /** Epoch milliseconds. */
  madeAt: z.number(),
  company: z.string().exactOptional(),
  salehi: z.object({ version: z.string(), commit: z.string() }),
  database: z.object({
    /** How many migrations it has behind it. */
    version: z.number().int(),
    /** Rows by table. */
    rows: z.record(z.string(), z.number()),
  }),
  /** Where the settings and the scenarios were. */
  from: z.object({
    settings: z.string().exactOptional(),
    scenarios: z.string().exactOptional(),
    audio: z.string().exactOptional(),
  }),
  /** Whether the settings hold their passwords and tokens. */
  secrets: z.boolean(),
  files: z.array(z.object({ path: z.string(), size: z.number().int(), sha256: z.string().length(64) })),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Whether a path is one a backup may hold: nothing that would land outside its folder. */
export function isBackupPath(path: string): boolean {
  const { manifest, database, settings, scenarios, audio } = backupNames
  if ([manifest, database, settings].some((name) => name === path)) return true
  const parts = path.split('/')
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'))
  return isPlain && [scenarios, audio].some((folder) => path.startsWith(folder))
}
