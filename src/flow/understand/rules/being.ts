import { fold } from '../persian.ts'
import type { Form } from './conjugation.ts'

/** The forms of «to be», the one verb with no regular ones. */
export function* particlesOfBeing(): Generator<Form> {
  for (const [ending, person] of endings) {
    yield [fold(`هست${ending}`), ['be', 'v', 'pos', 'pres', person]]
    yield [fold(`نیست${ending}`), ['be', 'v', 'neg', 'pres', person]]
    yield [fold(`بود${ending}`), ['be', 'v', 'pos', 'past', person]]
    yield [fold(`نبود${ending}`), ['be', 'v', 'neg', 'past', person]]
    yield [fold(`باش${ending}`), ['be', 'v', 'pos', 'subj', person]]
    yield [fold(`می‌باش${ending}`), ['be', 'v', 'pos', 'pres', person]]
    yield [fold(`نمی‌باش${ending}`), ['be', 'v', 'neg', 'pres', person]]
    yield [fold(`نباش${ending}`), ['be', 'v', 'neg', 'subj', person]]
  }
  for (const word of ['است', 'هستش', 'هسش', 'هس', 'اس']) yield [fold(word), ['be', 'v', 'pos', 'pres', 'p3']]
  for (const word of ['نیستش', 'نیس', 'نیسش']) yield [fold(word), ['be', 'v', 'neg', 'pres', 'p3']]
  for (const word of ['باشه', 'باشد']) yield [fold(word), ['be', 'v', 'pos', 'subj', 'p3']]
  for (const word of ['نباشه', 'نباشد']) yield [fold(word), ['be', 'v', 'neg', 'subj', 'p3']]
}

const endings = [
  ['م', 'p1'],
  ['ی', 'p2'],
  ['', 'p3'],
  ['یم', 'p1'],
  ['ید', 'p2'],
  ['ین', 'p2'],
  ['ن', 'p3'],
  ['ند', 'p3'],
] as const
