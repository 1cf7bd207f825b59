export { treeReader } from './tree-reader.ts'
