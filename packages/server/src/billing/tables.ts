import type { ColumnType, Generated } from 'kysely'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Fact } from './facts.ts'

export type EntitlementKind = 'purchase' | 'subscription' | 'grant' | 'code'
export type EntitlementStatus = 'active' | 'expired' | 'revoked'

export type BillingTables = {
  prices: {
    id: Generated<number>
    package_id: number
    type: 'free' | 'paid' | 'freemium' | 'subscription'
    amount: number | null
    currency: string | null
    interval: 'month' | 'year' | null
    since: Date
  }
  purchases: {
    id: string
    user_id: string
    package_id: number
    type: 'paid' | 'freemium' | 'subscription'
    amount: number
    currency: string
    interval: 'month' | 'year' | null
    started_at: Date
    session_id: string | null
    checkout_url: string | null
    session_expires_at: Date | null
  }
  payment_events: {
    id: string
    type: string
    created_at: Date
    received_at: Date
    refs: string[]
    /** Written as text, read as the object. */
    fact: ColumnType<Fact, string, never>
  }
  entitlements: {
    id: string
    /** Absent for a grant, which is to whoever has the address. */
    user_id: string | null
    email: string | null
    package_id: number
    kind: EntitlementKind
    status: EntitlementStatus
    since: Date
    until: Date | null
    purchase_id: string | null
    code_id: string | null
    granted_by: string | null
    why: string
  }
  entitlement_changes: {
    id: Generated<number>
    entitlement_id: string | null
    purchase_id: string | null
    package_id: number
    status: EntitlementStatus | 'refused'
    until: Date | null
    why: string
    at: Date
  }
  entitlement_codes: {
    id: string
    package_id: number
    hash: Buffer
    uses_left: number
    uses: number
    until: Date | null
    days: number | null
    made_by: string
    created_at: Date
  }
  /** Of other features; read for names alone. */
  packages: { id: number; name: string }
  'auth.user': { id: string; email: string; email_verified: boolean }
}

export type Entitlement = BillingTables['entitlements']
export type Purchase = BillingTables['purchases']

export const tables = (database: Database | Transaction) => (database as Database).withTables<BillingTables>()
