export { pricingChanged } from './events.ts'
export { openBilling } from './open.ts'
export { currentPricing, setPricing } from './pricing.ts'
export { hasPurchased } from './store/index.ts'
