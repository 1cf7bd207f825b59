import type { Generated } from 'kysely'
import type { MemberRole, OperatorRole } from '../access/index.ts'
import type { Database, Transaction } from '../platform/database/index.ts'

export type AccountTables = {
  publishers: {
    id: Generated<number>
    name: string
    look_alike: string
    kind: 'user' | 'organization'
    created_at: Generated<Date>
    /** A domain the publisher says is its own; verified since `domain_verified_at`. */
    domain: string | null
    domain_secret: string | null
    domain_verified_at: Date | null
    domain_checked_at: Date | null
    domain_failures: Generated<number>
    ownership_changed_at: Date | null
  }
  members: { publisher_id: number; user_id: string; role: MemberRole; since: Date }
  invitations: {
    id: string
    publisher_id: number
    email: string
    role: MemberRole
    transfers: boolean
    hash: Buffer
    invited_by: string
    created_at: Date
    expires_at: Date
  }
  operators: { user_id: string; role: OperatorRole; since: Date }
  tokens: {
    id: string
    hash: Buffer
    name: string
    user_id: string | null
    publisher_id: number | null
    role: MemberRole | null
    operator: OperatorRole | null
    actions: string[]
    packages: string[]
    created_at: Generated<Date>
    expires_at: Date | null
    revoked_at: Date | null
    last_used_at: Date | null
  }
  publisher_keys: {
    key_id: string
    publisher_id: number
    pem: string
    valid_from: Date
    revoked_at: Date | null
    revoked_reason: string | null
  }
  key_challenges: { challenge: string; publisher_id: number; key_id: string; expires_at: Date }
  'auth.user': {
    id: string
    name: string
    email: string
    email_verified: boolean
    created_at: Date
    two_factor_enabled: boolean | null
  }
  'auth.session': {
    id: string
    user_id: string
    token: string
    created_at: Date
    updated_at: Date
    expires_at: Date
    ip_address: string | null
    user_agent: string | null
  }
  'auth.account': { id: string; user_id: string; provider_id: string }
  'auth.passkey': {
    id: string
    user_id: string
    name: string | null
    created_at: Date | null
    backed_up: boolean
    credential_id: string
    last_used_at: Date | null
  }
  'auth.verification': { id: string; expires_at: Date }
  'auth.device_code': {
    id: string
    device_code: string
    user_code: string
    expires_at: Date
    status: string
    client_id: string | null
    /** Network address and program of whoever asked. */
    asked_from: string | null
    asked_with: string | null
  }
  notifications: { user_id: string; submissions: boolean; reviews: boolean; purchases: boolean }
}

export const tables = (database: Database | Transaction) => (database as Database).withTables<AccountTables>()
