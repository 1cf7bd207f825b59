import { randomUUID } from 'node:crypto'
import { createTokenText, tokenHash } from '../../server/src/accounts/token-text.ts'

/** An account with a confirmed address, as if it had signed up, and a token that may do all it may. */
export interface TestAccount {
  readonly id: string
  readonly email: string
  readonly token: string
}

type Query = (text: string, values?: unknown[]) => Promise<unknown>

export async function createTestAccount(query: Query, email: string): Promise<TestAccount> {
  const id = randomUUID()
  await query('insert into auth."user" (id, name, email, email_verified) values ($1, $2, $3, true)', [
    id,
    email.split('@')[0],
    email.toLowerCase(),
  ])
  const token = createTokenText()
  await query('insert into tokens (id, hash, name, user_id) values ($1, $2, $3, $4)', [
    randomUUID(),
    tokenHash(token),
    `test ${email}`,
    id,
  ])
  return { id, email, token }
}
