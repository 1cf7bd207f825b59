/** A version was published: `{ packageId, versionId }`. */
export const versionPublished = 'packages.published'
/** A version was taken back for good: `{ packageId, versionId }`. */
export const versionUnpublished = 'packages.unpublished'
/** The yank of a version changed: `{ packageId }`. */
export const versionYanked = 'packages.yanked'
