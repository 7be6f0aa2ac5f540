import start from './migrations/001-start.sql' with { type: 'text' }
import campaign from './migrations/002-campaign.sql' with { type: 'text' }
import page from './migrations/003-page.sql' with { type: 'text' }

/** The steps from an empty database to today's, in order; a released one never changes. */
export const migrations: readonly string[] = [start, campaign, page]
