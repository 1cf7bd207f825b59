export { listPackages, type ListedPackage } from './list.ts'
export { catalogueRoutes } from './routes.ts'
export type { CatalogueEntry } from './store.ts'
export { entriesOf as catalogueEntriesOf, isOffered } from './store.ts'
