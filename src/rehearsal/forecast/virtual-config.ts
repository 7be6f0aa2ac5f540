import type { RunConfig } from '../../app/parts.ts'
import type { Config } from '../../config/config.ts'
import { Secret } from '../../kernel/secret.ts'
import { virtualServices } from './virtual-services.ts'

/** The owner's settings with a virtual exchange and virtual services in the place of theirs: nobody else is ever asked. */
export function virtualConfig(
  config: Config & Required<Pick<Config, 'company' | 'outbound'>>,
  { keepsStaticList }: { readonly keepsStaticList: boolean },
): RunConfig {
  const { panel: _panel, sms: _sms, ...own } = config
  const secret = new Secret(virtualServices.secret)
  return {
    ...own,
    ari: {
      baseUrl: 'http://pbx.simulated/ari',
      wsUrl: 'ws://pbx.simulated/ari/events',
      app: 'salehi',
      username: 'salehi',
      password: secret,
      timeoutMs: config.ari?.timeoutMs ?? 10_000,
    },
    dialer: { ...own.dialer, staticContacts: keepsStaticList ? own.dialer.staticContacts : [] },
    stt: { ...own.stt, token: secret, url: virtualServices.recogniser },
    llm: { ...own.llm, baseUrl: virtualServices.model, ...(own.llm.apiKey === undefined ? {} : { apiKey: secret }) },
    operators: { ...own.operators, usePanelAgents: false },
    audio: { ...own.audio, enhance: 'off' },
    data: { ...own.data, dir: '/nonexistent' },
  }
}
