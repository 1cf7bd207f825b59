export { ratingChanged } from './events.ts'
export { ratingsOf } from './ratings.ts'
export { communityRoutes } from './routes.ts'
