export { sweepAccounts } from './store/index.ts'
export { keyRevoked, publisherChanged } from './events.ts'
export { describeOperation } from './guard.ts'
export {
  keysByIds,
  publisherNames,
  emailsOf,
  membersOf,
  insertPublisher as ensurePublisher,
} from './store/index.ts'
export { publisherOf } from './keys.ts'
export type { PublisherKey } from './store/index.ts'
export { openAccounts } from './open.ts'
export { allTokens } from './store/index.ts'
export { createPublisherToken, revokeToken } from './tokens.ts'
export type { TokenRequest } from './tokens.ts'
