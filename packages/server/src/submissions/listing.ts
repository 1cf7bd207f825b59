import { z } from 'zod'

/** The seed's pricing; amounts are whole numbers of the currency's smallest unit. */
const pricing = z.strictObject({
  type: z.enum(['free', 'paid', 'freemium', 'subscription']),
  price: z.int().nonnegative().max(1_000_000_000).optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .transform((text) => text.toLowerCase())
    .optional(),
  subscription: z.boolean().optional(),
  interval: z.enum(['month', 'year']).optional(),
})

/** What a publisher says of a plugin when it is submitted: the seed's `metadata`. */
export const listingSchema = z.strictObject({
  name: z.string().min(1).max(214),
  description: z.string().max(500).default(''),
  version: z.string().min(1).max(256),
  category: z.string().max(130).optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  pricing: pricing.default({ type: 'free' }),
  /** Ids that `POST /api/v1/screenshots` gave. */
  screenshots: z.array(z.string().max(100)).max(10).default([]),
  documentation: z.string().max(20_000).default(''),
})

export type Listing = z.infer<typeof listingSchema>
