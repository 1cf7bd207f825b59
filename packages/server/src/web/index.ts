export { readSite, siteRoutes, sitemapRoutes } from './site/index.ts'
