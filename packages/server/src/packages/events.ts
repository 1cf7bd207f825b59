/** A version was published, or its yank changed: `{ packageId }`. */
export const versionPublished = 'packages.published'
export const versionYanked = 'packages.yanked'
