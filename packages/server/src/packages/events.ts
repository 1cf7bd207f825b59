/** A version was published: `{ packageId, versionId }`. */
export const versionPublished = 'packages.published'
/** A version was taken back for good: `{ packageId, versionId }`. */
export const versionUnpublished = 'packages.unpublished'
/** The yank of a version changed: `{ packageId }`. */
export const versionYanked = 'packages.yanked'
/** The README of a version that was published before READMEs were kept was read: `{ packageId }`. */
export const readmeRead = 'packages.readme-read'
/** Many listed packages came or changed at once: `{ source }`. */
export const catalogueImported = 'packages.catalogue-imported'
/** A listed package was handed to another publisher: `{ packageId }`. */
export const packageAssigned = 'packages.assigned'
