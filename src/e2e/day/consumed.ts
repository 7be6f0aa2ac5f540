import { readFileSync } from 'node:fs'

/** What a process has used so far. */
export interface Consumed {
  /** Now. */
  readonly memoryMb: number
  /** At its fullest. */
  readonly peakMb: number
  /** Seconds of processor time. */
  readonly cpuS: number
}

/** Clock ticks a second in /proc, on every Linux there is. */
const ticks = 100

/** Reads it from /proc; undefined when the process is gone. */
export function consumed(pid: number | undefined): Consumed | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; utime and stime are the 12th and 13th field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    return {
      memoryMb: Math.round(kilobytes('VmRSS') / 1_024),
      peakMb: Math.round(kilobytes('VmHWM') / 1_024),
      cpuS: (Number(fields[11]) + Number(fields[12])) / ticks,
    }
  } catch {
    return undefined
  }
}

/** The machine's processor time so far, in ticks: all of it and the busy part. */
export function machineTicks(): { readonly all: number; readonly busy: number } {
  const [, ...counts] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/)
  const all = counts.slice(0, 8).reduce((sum, count) => sum + Number(count), 0)
  return { all, busy: all - Number(counts[3]) - Number(counts[4]) }
}
