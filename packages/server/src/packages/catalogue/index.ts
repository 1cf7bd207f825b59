export { listPackages, type ListedPackage } from './list.ts'
export { catalogueRoutes } from './routes.ts'
export { entriesOf as catalogueEntriesOf, featuredPackages, isOffered } from './store.ts'
