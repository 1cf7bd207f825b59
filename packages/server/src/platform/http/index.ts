export { createHttp } from './app.ts'
export { clientAddressOf } from './client-address.ts'
export type { HttpApp } from './app.ts'
