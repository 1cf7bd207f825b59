export { sendFile } from './send-file.ts'
export { treeReader } from './tree-reader.ts'
