import type { SitePorts } from '../site-ports.ts'
import {
  barAnswer,
  barOrder,
  barredPage,
  barredQuery,
  numberFound,
  numbersSearch,
  unbarAnswer,
  unbarOrder,
} from './contract-calls.ts'
import { lastFour } from './mask.ts'
import { Refused } from './refused.ts'
import { type Route, route } from './route.ts'

/** What is known by a phone number: its story, and the list of those who are not called. */
export function numberRoutes({ numbers, controls }: Pick<SitePorts, 'numbers' | 'controls'>): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/numbers/search',
      least: 'operator',
      summary: 'Everything of a number, or the calls an id begins',
      body: numbersSearch,
      answer: numberFound,
      audit: ({ body }) => ({ action: 'search', about: lastFour(body.about) }),
      run: ({ body }) => numbers.search(body.about),
    }),
    route({
      method: 'POST',
      path: '/api/do-not-call/list',
      least: 'operator',
      summary: 'Numbers that are not called, newest first',
      body: barredQuery,
      answer: barredPage,
      run: ({ body }) => {
        const { after } = body
        if (after !== undefined && !/^\d{1,16}\.[a-z]{4,6}\.[\d+]{1,20}$/.test(after)) {
          throw new Refused('wrong_input', 'after: is no place in the list', 'send what an answer gave as next')
        }
        return numbers.barred(body.limit, after)
      },
    }),
    route({
      method: 'POST',
      path: '/api/do-not-call/add',
      least: 'operator',
      summary: 'Never call these numbers again',
      body: barOrder,
      answer: barAnswer,
      audit: ({ body }) => ({ action: 'bar', about: some(body.numbers) }),
      run: ({ body }) => {
        const done = numbers.bar(body)
        if ('wrong' in done) {
          const places = done.wrong.slice(0, 20).map((index) => index + 1)
          throw new Refused(
            'wrong_input',
            `no number was entered: number ${places.join(', ')} of the list is no phone number`,
            'write them as they are dialled, one each',
          )
        }
        if (done.added > 0) controls.changed()
        return done
      },
    }),
    route({
      method: 'POST',
      path: '/api/do-not-call/remove',
      least: 'admin',
      summary: 'They agree to be called again; what a company file says stays',
      body: unbarOrder,
      answer: unbarAnswer,
      audit: ({ body }) => ({ action: 'unbar', about: lastFour(body.number) }),
      run: ({ body }) => {
        const done = numbers.unbar(body.number)
        if (done === undefined) throw new Refused('wrong_input', 'that is no phone number', 'write it as it is dialled')
        if (done.removed > 0) controls.changed()
        return { removed: done.removed, left: done.left.map(({ number: _, ...bar }) => bar) }
      },
    }),
  ]
}

function some(numbers: readonly string[]): string {
  const [first = ''] = numbers
  return numbers.length === 1 ? lastFour(first) : `${numbers.length} numbers`
}
