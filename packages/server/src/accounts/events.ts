/** A publisher key was revoked: `{ keyId }`. */
export const keyRevoked = 'accounts.key_revoked'
/** What packages say of their publisher changed: `{ publisherId }`. */
export const publisherChanged = 'accounts.publisher_changed'
