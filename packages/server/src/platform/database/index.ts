export { migrate } from './migrate.ts'
export { anyOf, locks, openDatabase, tryLock, withLock } from './database.ts'
export type { Database, Transaction } from './database.ts'
