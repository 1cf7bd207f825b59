export { createHttp } from './app.ts'
export type { HttpApp } from './app.ts'
