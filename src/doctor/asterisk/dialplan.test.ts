import { expect, test } from 'bun:test'
import { contextsReaching, readDialplan } from './dialplan.ts'

const shown = `[ Context 'from-trunk' created by 'pbx_config' ]
  Include =>        'from-pstn'                                   [pbx_config]

[ Context 'from-pstn' created by 'pbx_config' ]
  '0219130' =>      1. Set(__FROM_DID=\${EXTEN})                   [a.conf:1]
                    2. GotoIf($["\${X}" = ""]?open,s,1:shut,s,1)   [a.conf:2]

[ Context 'open' created by 'pbx_config' ]
  's' =>            1. Dial(Local/1@queue/n,30)                   [a.conf:3]

[ Context 'shut' created by 'pbx_config' ]
  's' =>            1. Hangup()                                   [a.conf:4]

[ Context 'queue' created by 'pbx_config' ]
  '_X.' =>          1. Gosub(sub-record,s,1(in,\${EXTEN}))         [a.conf:5]
                    2. Goto(salehi-inbound,s,1)                   [a.conf:6]

[ Context 'salehi-inbound' created by 'pbx_config' ]
  's' =>            1. Stasis(salehi,inbound)                     [a.conf:7]
`

test('who comes to the application is found through includes, branches and local channels', () => {
  const reaching = contextsReaching(readDialplan(shown), 'salehi')
  expect([...reaching].sort()).toEqual(['from-pstn', 'from-trunk', 'open', 'queue', 'salehi-inbound'])
})

test('another application is another matter', () => {
  expect(contextsReaching(readDialplan(shown), 'sale').size).toBe(0)
  expect(contextsReaching(readDialplan(''), 'salehi').size).toBe(0)
})
