/** A price was set on a package that is published: `{ packageId }`. */
export const pricingChanged = 'billing.pricing_changed'
