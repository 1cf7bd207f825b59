/** All SQL of accounts. */
export * from './keys.ts'
export * from './publishers.ts'
export * from './tokens.ts'
export * from './users.ts'
