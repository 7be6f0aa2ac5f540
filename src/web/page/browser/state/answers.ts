import type { z } from 'zod'
import type { alertsPage, auditPage, barredPage, callsFound, outboxPage } from '../../../api/contract-calls.ts'

/** What the lists of the page are answered with. */
export type CallsFound = z.infer<typeof callsFound>
export type BarredPage = z.infer<typeof barredPage>
export type AlertsPage = z.infer<typeof alertsPage>
export type OutboxPage = z.infer<typeof outboxPage>
export type AuditPage = z.infer<typeof auditPage>
