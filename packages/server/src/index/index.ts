export { startIndexThread } from './index-thread.ts'
export { sendFile, treeReader } from './serve/index.ts'
export { allTargets, markListingsDirty } from './store.ts'
export { completeTree } from './tree-writer.ts'
