export { startIndexThread } from './index-thread.ts'
export { treeReader } from './serve/index.ts'
export { allTargets } from './store.ts'
export { completeTree } from './tree-writer.ts'
