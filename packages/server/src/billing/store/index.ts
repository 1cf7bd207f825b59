export * from './codes.ts'
export * from './entitlements.ts'
export * from './payments.ts'
export * from './prices.ts'
