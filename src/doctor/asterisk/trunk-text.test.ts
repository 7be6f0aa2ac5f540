import { expect, test } from 'bun:test'
import { endpointNames, endpointOfRegistration, readRegistrations, readTrunk, translatable } from './trunk-text.ts'

const shown = ` Endpoint:  <Endpoint/CID.....................................>  <State.....>  <Channels.>
      Contact:  <Aor/ContactUri..........................> <Hash....> <Status> <RTT(ms)..>
==========================================================================================

 Endpoint:  TO-CUCM/0912                                         Not in use    0 of inf
        Aor:  TO-CUCM                                            0
      Contact:  TO-CUCM/sip:192.0.2.7:5060                 224a03380c Unavail         nan
      Contact:  TO-CUCM/sip:192.0.2.8:5060                 324a03380c NonQual         nan

 ParameterName                      : ParameterValue
 ===================================================
 allow                              : (g729|alaw)
 context                            : from-trunk
 message_context                    : 
 rtp_timeout                        : 45
 rtp_timeout_hold                   : 300
`

test('a trunk is read from what the console shows', () => {
  expect(readTrunk(shown)).toEqual({
    context: 'from-trunk',
    codecs: ['g729', 'alaw'],
    rtpTimeout: 45,
    contacts: ['Unavail', 'NonQual'],
  })
  expect(endpointNames(shown)).toEqual(['TO-CUCM'])
})

test('one that is not there is none', () => {
  expect(readTrunk('Unable to find object TO-CUCM.\n')).toBeUndefined()
  expect(readTrunk("No such command 'pjsip show endpoint'")).toBeUndefined()
})

test('no codec is no codec', () => {
  expect(readTrunk(shown.replace('(g729|alaw)', '(nothing)'))?.codecs).toEqual([])
})

test('registrations are read with how they stand, and whose they are', () => {
  const list = ` <Registration/ServerURI....>  <Auth....>  <Status.......>
=========================================================

 TO-CUCM/sip:192.0.2.7                                   n/a                         Registered        (exp. 49s)
 other/sip:192.0.2.9:5070                                other-auth                  Rejected          (exp. 2s ago)

Objects found: 2
`
  expect(readRegistrations(list)).toEqual([
    { name: 'TO-CUCM', status: 'Registered' },
    { name: 'other', status: 'Rejected' },
  ])
  expect(endpointOfRegistration(' contact_user             : \n endpoint                 : TO-CUCM\n')).toBe('TO-CUCM')
  expect(endpointOfRegistration(' endpoint                 : \n expiration : 60\n')).toBeUndefined()
})

test('what Asterisk can make of plain sound is told by its paths', () => {
  const paths = `--- Translation paths SRC Codec "slin" sample rate 8000 ---
\tslin:8000        To ulaw:8000       : (slin@8000)->(ulaw@8000)
\tslin:8000        To g729:8000       : No Translation Path
\tslin:8000        To g722:16000      : (slin@8000)->(slin@16000)->(g722@16000)
`
  expect([...translatable(paths)].sort()).toEqual(['g722', 'slin', 'ulaw'])
})
