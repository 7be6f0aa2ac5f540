import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder that keeps the image and the clips between runs; git never sees it. */
export function cacheFolder(): string {
  const own = process.env['SALEHI_RIG_CACHE']
  if (own) return own
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'salehi-rig')
}
