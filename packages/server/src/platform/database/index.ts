export { migrate } from './migrate.ts'
export { anyOf, locks, openDatabase, tryLock, withLock } from './database.ts'
export type { Database, HeldLock, Transaction } from './database.ts'
