/**
 * The start of the day that holds an instant, by the wall clock of a zone; both epoch milliseconds. Days are 23 to 25
 * hours long. What was found last is remembered: it is asked many times a second.
 */
export function dayStartIn(zone: string): (now: number) => number {
  let day = { start: 0, end: 0 }
  return (now) => {
    if (now < day.start || now >= day.end) {
      const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(zone).startOfDay()
      day = { start: start.epochMilliseconds, end: start.add({ days: 1 }).startOfDay().epochMilliseconds }
    }
    return day.start
  }
}
