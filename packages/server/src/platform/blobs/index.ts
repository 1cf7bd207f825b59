export type { BlobInfo, Blobs } from './blobs.ts'
export { fileBlobs } from './files.ts'
