export { migrate } from './migrate.ts'
export { locks, openDatabase, tryLock, withLock, withoutTables } from './database.ts'
export type { Database, HeldLock, Transaction } from './database.ts'
