import { expect, test } from 'bun:test'
import { readJournal } from './journal.ts'

const journal = [
  'called|1795228245.077|c.0|09411100200|123409411100200|1|02191001234|"Sina" <sip:02191001234@127.0.0.1>;tag=7|<sip:02191001234@127.0.0.1>|',
  'called|1795228246.000|c.1|09140000001|09140000001|2||<sip:anonymous@anonymous.invalid>||',
  'rang|1795228245.080|c.0|09411100200',
  'answered|1795228245.582|c.0|09411100200|09411100200-c.0.raw',
  'ended|1795228246.300|c.1|09140000001|17|customer',
  'ended|1795228288.355|c.0|09411100200|16|pbx',
  'called|1795228290.0',
].join('\n')

test('a journal tells of every call who was called, by which line and trunk, and how it ended', () => {
  expect(readJournal(journal)).toEqual([
    {
      id: 'c.0',
      number: '09411100200',
      dialled: '123409411100200',
      prefix: '1234',
      trunk: 1,
      presented: {
        number: '02191001234',
        from: '"Sina" <sip:02191001234@127.0.0.1>;tag=7',
        assertedIdentity: '<sip:02191001234@127.0.0.1>',
      },
      calledAtMs: 1795228245077,
      rangAtMs: 1795228245080,
      answeredAtMs: 1795228245582,
      recording: '09411100200-c.0.raw',
      endedAtMs: 1795228288355,
      cause: 16,
      endedBy: 'pbx',
    },
    {
      id: 'c.1',
      number: '09140000001',
      dialled: '09140000001',
      prefix: '',
      trunk: 2,
      presented: { number: 'anonymous', from: '<sip:anonymous@anonymous.invalid>' },
      calledAtMs: 1795228246000,
      endedAtMs: 1795228246300,
      cause: 17,
      endedBy: 'customer',
    },
  ])
})
