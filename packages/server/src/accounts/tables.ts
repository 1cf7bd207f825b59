import type { Generated } from 'kysely'
import type { Role } from '../access/index.ts'

export type AccountTables = {
  publishers: { id: Generated<number>; name: string; created_at: Generated<Date> }
  tokens: {
    id: string
    hash: Buffer
    name: string
    role: Role
    publisher_id: number
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
}
