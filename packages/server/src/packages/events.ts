/** A version was published: `{ packageId, versionId }`. */
export const versionPublished = 'packages.published'
/** The yank of a version changed: `{ packageId }`. */
export const versionYanked = 'packages.yanked'
