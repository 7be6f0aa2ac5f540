/** The operations of Asterisk's interface we use: `resource.nickname`, as its description names them. */
export const usedOperations = [
  'applications.filter',
  'applications.get',
  'applications.subscribe',
  'asterisk.getGlobalVar',
  'asterisk.getInfo',
  'asterisk.setGlobalVar',
  'bridges.addChannel',
  'bridges.createWithId',
  'bridges.destroy',
  'bridges.list',
  'bridges.removeChannel',
  'channels.answer',
  'channels.create',
  'channels.dial',
  'channels.get',
  'channels.getChannelVar',
  'channels.hangup',
  'channels.list',
  'channels.playWithId',
  'channels.record',
  'channels.ring',
  'endpoints.get',
  'events.userEvent',
  'playbacks.get',
  'playbacks.stop',
  'recordings.getLive',
  'recordings.getStoredFile',
  'recordings.stop',
] as const

/** One of them. */
export type UsedOperation = (typeof usedOperations)[number]
