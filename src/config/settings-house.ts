import { choice, integer, secret, text } from './read.ts'
import { listenAddress } from './read-telephony.ts'
import { optional, setting } from './setting.ts'

/** The engine's own house: audio folders, data, pages, logs. */
export const houseSettings = {
  AST_SOUND_DIR: setting('/var/lib/asterisk/sounds/custom', {
    about: 'Where the prompts are installed',
    reads: text(),
  }),
  AST_RECORDING_DIR: setting('/var/spool/asterisk/recording', {
    about: 'Where Asterisk keeps recordings',
    reads: text(),
  }),
  ENHANCE: setting('ffmpeg', {
    about: 'How recordings are cleaned before recognition: ffmpeg, live, or off',
    reads: choice(['ffmpeg', 'live', 'off']),
  }),
  DATA_DIR: setting('./data', { about: 'Folder of the database, the socket and the logs', reads: text() }),
  WEB_LISTEN: setting('127.0.0.1:8188', { about: 'Address and port of the pages', reads: listenAddress() }),
  WEB_PASSWORD: optional('a-long-password', {
    about: 'Password of the pages',
    shown: 'secret',
    reads: secret(),
  }),
  WEB_OPERATOR_PASSWORD: optional('another-long-password', {
    about: "Password of those who do the work of the day on the pages; WEB_PASSWORD is the admin's",
    shown: 'secret',
    reads: secret(),
  }),
  WEB_VIEWER_PASSWORD: optional('a-third-long-password', {
    about: 'Password of those who only look, and see no numbers',
    shown: 'secret',
    reads: secret(),
  }),
  API_TOKEN: optional('a-long-token', {
    about: 'Token of programs that use the HTTP interface',
    shown: 'secret',
    reads: secret(),
  }),
  INBOUND_QUEUE: setting('ring', {
    about: 'What a caller hears while the line is full: ringing (ring), or hold music (answer)',
    reads: choice(['ring', 'answer']),
  }),
  RETENTION_DAYS: setting('90', {
    about: 'After how many days personal data is deleted',
    reads: integer({ min: 1, max: 3_650 }),
  }),
  LOG_LEVEL: setting('INFO', {
    about: 'How much is logged: DEBUG, INFO, WARNING or ERROR',
    reads: choice(['debug', 'info', 'warn', 'error'], { warning: 'warn', critical: 'error' }),
  }),
}
