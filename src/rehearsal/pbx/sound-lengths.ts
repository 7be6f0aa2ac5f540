import type { Sounds } from './world.ts'

/** How long one spoken digit takes. */
const digitMs = 840

/** Lengths of all that can be played, given those of sound files by name without scheme. */
export function soundsOf(files: (name: string) => number | undefined): Sounds {
  return (uri) => {
    const at = uri.indexOf(':')
    const name = uri.slice(at + 1)
    switch (uri.slice(0, at)) {
      case 'sound':
        return silence(name) ?? files(name)
      case 'digits':
      case 'number':
      case 'characters':
        return name.length * digitMs
      case 'tone':
        return Number.POSITIVE_INFINITY
      default:
        return undefined
    }
  }
}

function silence(name: string): number | undefined {
  const seconds = /^silence\/(\d+)$/.exec(name)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1_000
}
