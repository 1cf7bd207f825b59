/** Somebody rated a package or took a rating back: `{ packageId }`. */
export const ratingChanged = 'community.rating-changed'
