import type { Database } from '../../platform/database/index.ts'
import { tables } from '../tables.ts'

/** Notes where a device asks from. */
export async function noteDevice(
  database: Database,
  deviceCode: string,
  asked: { asked_from: string; asked_with: string | null },
): Promise<void> {
  await tables(database)
    .updateTable('auth.device_code')
    .set(asked)
    .where('device_code', '=', deviceCode)
    .execute()
}

/** A code that nobody has answered yet and that still works. */
export function openDevice(database: Database, userCode: string, now: Date) {
  return tables(database)
    .selectFrom('auth.device_code')
    .select(['user_code', 'client_id', 'expires_at', 'asked_from', 'asked_with'])
    .where('user_code', '=', userCode)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now)
    .executeTakeFirst()
}
