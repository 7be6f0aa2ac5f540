import { dayStartIn } from '../../domain/day.ts'

const hourMs = 3_600_000

/** Where an instant lies: days are counted from 1. */
export interface Place {
  readonly day: number
  /** 0 to 23. */
  readonly hour: number
  /** From midnight. */
  readonly minute: number
}

/** Counts days and hours from a first instant on (epoch milliseconds), by the wall clock of a zone. */
export function placesFrom(first: number, zone: string): (at: number) => Place {
  const dayStart = dayStartIn(zone)
  const start = dayStart(first)
  return (at) => {
    const today = dayStart(at)
    const hour = Math.min(23, Math.floor((at - today) / hourMs))
    return { day: Math.round((today - start) / (24 * hourMs)) + 1, hour, minute: Math.floor((at - today) / 60_000) }
  }
}

/** `day 2, 10:40`. */
export function placeText({ day, minute }: Place): string {
  return `day ${day}, ${clockText(minute)}`
}

/** `10:40`, of minutes from midnight. */
export function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`
}
