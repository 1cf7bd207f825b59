import { pricingSchema } from '@waybill/core/pricing'
import { z } from 'zod'

/** What a publisher says of a plugin when it is submitted: the seed's `metadata`. */
export const listingSchema = z.strictObject({
  name: z.string().min(1).max(214),
  description: z.string().max(500).default(''),
  version: z.string().min(1).max(256),
  category: z.string().max(130).optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  /** Absent: the price stays what it is; a new package is free. */
  pricing: pricingSchema.optional(),
  /** Ids that `POST /api/v1/screenshots` gave. Absent: the images that the package shows stay. */
  screenshots: z.array(z.string().max(100)).max(10).optional(),
  documentation: z.string().max(20_000).default(''),
})

export type Listing = z.infer<typeof listingSchema>
