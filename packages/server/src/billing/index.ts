export { pricingSchema } from '@waybill/core/pricing'
export { openBilling } from './open.ts'
export { setPricing } from './pricing.ts'
export { hasPurchased } from './store/index.ts'
