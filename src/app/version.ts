declare const SALEHI_VERSION: string | undefined
declare const SALEHI_COMMIT: string | undefined

/** Version and commit of this executable, put in by the build; a source tree says so. */
export const version = {
  number: typeof SALEHI_VERSION === 'undefined' ? 'source tree' : SALEHI_VERSION,
  commit: typeof SALEHI_COMMIT === 'undefined' ? 'uncommitted' : SALEHI_COMMIT,
} as const
