/** An instant as `2026-03-21 14:30:00` in an IANA zone, absent = the machine's. */
export function localTime(epochMs: number, zone: string | undefined): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone ?? Temporal.Now.timeZoneId())
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')
}
