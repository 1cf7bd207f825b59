import * as accounts from '../accounts/index.ts'
import { systemClock } from '../platform/clock.ts'
import { withRegistryDatabase, type OperateOptions } from './connection.ts'

/** `waybill registry token create`: the text is shown once. */
export function createToken(options: OperateOptions & accounts.TokenRequest) {
  return withRegistryDatabase(options, (database) => accounts.createPublisherToken(database, options))
}

export interface TokenInfo {
  id: string
  name: string
  role: string | undefined
  operator: string | undefined
  /** Whose it is: a publisher's, or an account's. */
  publisher: string | undefined
  account: string | undefined
  createdAt: Date
  expiresAt: Date | undefined
  revokedAt: Date | undefined
  lastUsedAt: Date | undefined
}

/** `waybill registry token list`. */
export function listTokens(options: OperateOptions): Promise<TokenInfo[]> {
  return withRegistryDatabase(options, async (database) =>
    (await accounts.allTokens(database)).map((row) => ({
      id: row.id,
      name: row.name,
      role: row.role ?? undefined,
      operator: row.operator ?? undefined,
      publisher: row.publisher ?? undefined,
      account: row.email ?? undefined,
      createdAt: row.created_at,
      expiresAt: row.expires_at ?? undefined,
      revokedAt: row.revoked_at ?? undefined,
      lastUsedAt: row.last_used_at ?? undefined,
    })),
  )
}

/** `waybill registry token revoke`: holds from the next request on. */
export function revokeToken(options: OperateOptions & { id: string }): Promise<void> {
  return withRegistryDatabase(options, (database) => accounts.revokeToken(database, systemClock, options.id))
}
