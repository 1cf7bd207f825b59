export { reviewRoutes } from './review-routes.ts'
export { submissionRoutes } from './routes.ts'
export { neededBySubmissions } from './store.ts'
export { createWorker } from './worker.ts'
