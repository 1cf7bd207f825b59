/** A publisher key was revoked: `{ keyId }`. */
export const keyRevoked = 'accounts.key_revoked'
