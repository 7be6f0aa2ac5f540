/** An instant as a clock on the wall of that zone shows it: `14:32`, or with the day where that is not the day of `now`. */
export function clockTime(at: number, zone: string, now: number): string {
  const then = zoned(at, zone)
  const time = then.toPlainTime().toString({ smallestUnit: 'minute' })
  return then.toPlainDate().equals(zoned(now, zone).toPlainDate()) ? time : `${then.toPlainDate().toString()} ${time}`
}

/** Day and second in that zone: `2026-01-05` and `14:32:07`. */
export function dayAndTime(at: number, zone: string): { readonly day: string; readonly time: string } {
  const then = zoned(at, zone)
  return { day: then.toPlainDate().toString(), time: then.toPlainTime().toString({ smallestUnit: 'second' }) }
}

/** `2026-03-21 14:30` in a zone, by default the machine's. */
export function localTime(at: number, zone = Temporal.Now.timeZoneId()): string {
  return zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone)
}
