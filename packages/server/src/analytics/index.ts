export { downloadCounter } from './counter.ts'
export { readDownloads } from './downloads.ts'
export { analyticsRoutes } from './routes.ts'
export { replaceImported, type ImportedDownloads } from './store.ts'
