/** Who rang whom. */
export type Direction = 'outbound' | 'inbound'
