import { z } from 'zod'
import type { Entitlement } from './tables.ts'

/** What requests and answers of billing look like. */

export const named = z.object({ name: z.string().max(220) })

export const pricingAnswer = z.object({
  type: z.enum(['free', 'paid', 'freemium', 'subscription']),
  price: z.int().optional().describe('in the currency’s smallest unit'),
  currency: z.string().optional(),
  interval: z.enum(['month', 'year']).optional(),
})

export const entitlementAnswer = z.object({
  id: z.string(),
  kind: z.enum(['purchase', 'subscription', 'grant', 'code']),
  status: z.enum(['active', 'expired', 'revoked']),
  since: z.date(),
  until: z.date().optional(),
  why: z.string(),
})

/** What is over counts as over before the job has marked it. */
export function entitlementShape(row: Entitlement, now: Date): z.infer<typeof entitlementAnswer> {
  const { id, kind, since, until, why } = row
  const status = row.status === 'active' && until && until <= now ? 'expired' : row.status
  return { id, kind, status, since, ...(until ? { until } : {}), why }
}
