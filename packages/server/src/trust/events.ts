/** The root has a new version: everything is to be signed anew. */
export const rootChanged = 'trust.root_changed'
