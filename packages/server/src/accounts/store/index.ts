/** All SQL of accounts. */
export * from './devices.ts'
export * from './keys.ts'
export * from './notifications.ts'
export * from './publishers.ts'
export * from './tokens.ts'
export * from './users.ts'
