export type { Blobs } from './blobs.ts'
export { fileBlobs } from './files.ts'
