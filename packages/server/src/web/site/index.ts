export { readSite } from './files.ts'
export { siteRoutes } from './routes.ts'
export { sitemapRoutes } from './sitemap.ts'
