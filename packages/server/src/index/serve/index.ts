export { treeReader } from './tree-reader.ts'
export type { TreeReader } from './tree-reader.ts'
