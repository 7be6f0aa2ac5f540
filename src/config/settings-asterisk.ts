import { country, flag, list, seconds, secret, text, url } from './read.ts'
import { dialPrefix, lineNumbers } from './read-telephony.ts'
import { optional, setting } from './setting.ts'

const peer = {
  pattern: /^[\w.-]+$/,
  wrong: 'is not the name of a trunk',
  write: 'the name of the trunk as Asterisk knows it (`asterisk -rx "pjsip show endpoints"`)',
}

/** The exchange, its trunk and lines, and the operators behind it. */
export const asteriskSettings = {
  ARI_BASE_URL: setting('http://127.0.0.1:8088/ari', {
    about: "Address of Asterisk's REST interface",
    reads: url('http', 'https'),
  }),
  ARI_WS_URL: optional('ws://127.0.0.1:8088/ari/events', {
    about: "Address of Asterisk's events",
    otherwise: 'ws://127.0.0.1:8088/ari/events (follows ARI_BASE_URL)',
    reads: url('ws', 'wss'),
  }),
  ARI_APP_NAME: setting('salehi', {
    about: 'Name of the Stasis application, as the dialplan calls it',
    reads: text({ pattern: /^[\w.-]+$/, wrong: 'is not an application name', write: 'letters, digits, - and _' }),
  }),
  ARI_USERNAME: optional('salehi', { about: 'User of ARI (a section of ari.conf)', reads: text() }),
  ARI_PASSWORD: optional('a-long-password', {
    about: "That user's password",
    shown: 'secret',
    reads: secret(),
  }),
  ARI_TIMEOUT: setting('10', {
    about: 'How long one request to Asterisk may take',
    unit: 's',
    reads: seconds({ min: 0.1, max: 120 }),
  }),
  OUTBOUND_TRUNK: optional('my-trunk', { about: 'Trunk the calls leave by', reads: text(peer) }),
  OUTBOUND_NUMBERS: optional('02191000001,02191000002', {
    about: 'The numbers of your lines, with commas between them',
    reads: lineNumbers(),
  }),
  DEFAULT_CALLER_ID: optional('02191000001', {
    about: 'What the customer sees where a line has no digits of its own',
    reads: text({ pattern: /^[\w+*#.-]{2,32}$/, wrong: 'is not a caller ID', write: 'a number' }),
  }),
  DIAL_PREFIX: setting('line4', {
    about: 'Digits dialled before the number: the last four of the line (line4), none, or fixed digits',
    reads: dialPrefix(),
  }),
  COUNTRY: setting('IR', { about: 'Country whose way of writing numbers is understood', reads: country() }),
  ORIGINATION_TIMEOUT: setting('30', {
    about: 'How long a phone may ring',
    unit: 's',
    reads: seconds({ min: 1, max: 300 }),
  }),
  OPERATOR_EXTENSION: optional('200', {
    about: 'Extension or number that takes transfers',
    reads: text({ pattern: /^[\d+*#]{1,20}$/, wrong: 'is not an extension', write: 'its digits' }),
  }),
  OPERATOR_TRUNK: optional('my-trunk', {
    about: 'Trunk to the operators',
    otherwise: 'OUTBOUND_TRUNK',
    reads: text(peer),
  }),
  OPERATOR_CALLER_ID: optional('2000', {
    about: "What the operator sees where the customer's number is not shown",
    reads: text({ pattern: /^[\w+*#.-]{1,32}$/, wrong: 'is not a caller ID', write: 'a number' }),
  }),
  OPERATOR_TIMEOUT: setting('30', {
    about: 'How long operators are rung in all',
    unit: 's',
    reads: seconds({ min: 1, max: 300 }),
  }),
  OPERATOR_ENDPOINT: optional('Local/6005@from-internal', {
    about: 'One fixed way to an operator, before every other',
    reads: text({ pattern: /^[A-Za-z]+\/\S+$/, wrong: 'is not an endpoint', write: 'technology/address' }),
  }),
  OPERATOR_MOBILE_NUMBERS: optional('09121111111,09122222222', {
    about: "Operators' phones, rung in turn",
    shown: 'count',
    reads: list(),
  }),
  USE_PANEL_AGENTS: optional('true', {
    about: "Whether the panel's list of operators is used",
    otherwise: 'true with a panel',
    reads: flag(),
  }),
  OPERATOR_SHOW_CUSTOMER: setting('true', {
    about: "Whether the operator's phone shows the customer's number",
    reads: flag(),
  }),
  OPERATOR_DIAL_PREFIX: setting('none', {
    about: "Digits dialled before an operator's number",
    reads: dialPrefix(),
  }),
}
