/** What a command ends with. 78 is the system's word for a fault in the configuration. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, config: 78 } as const
