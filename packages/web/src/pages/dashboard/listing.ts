import type { Answer } from '../../api/client.ts'
import { keep, kept } from '../../parts/use-draft.ts'
import { isName, isVersion } from './archive.ts'
import { noPrice, readPrice, type Pricing, type PriceDraft } from './price.ts'

export interface Shot {
  id: string
  width: number
  height: number
}

/** What a publisher says of a plugin, as it is typed. */
export interface Listing {
  name: string
  version: string
  description: string
  category: string
  tags: string
  documentation: string
  releaseNotes: string
  breaking: boolean
  /** Without it the price stays what it is. */
  setsPrice: boolean
  price: PriceDraft
  /** Without it the images stay that are shown already. */
  setsShots: boolean
  shots: Shot[]
}

export const emptyListing: Listing = {
  name: '',
  version: '',
  description: '',
  category: '',
  tags: '',
  documentation: '',
  releaseNotes: '',
  breaking: false,
  setsPrice: false,
  price: noPrice,
  setsShots: false,
  shots: [],
}

export const tagsOf = ({ tags }: Pick<Listing, 'tags'>): string[] => [
  ...new Set(
    tags
      .split(/[,\n]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
]

export type ListingErrors = Partial<Record<'name' | 'version' | 'tags' | 'price', string>>

/** What has to be mended before it can be handed in. */
export function errorsOf(listing: Listing): ListingErrors {
  const tags = tagsOf(listing)
  const price = listing.setsPrice ? readPrice(listing.price) : undefined
  return {
    ...(isName(listing.name)
      ? {}
      : { name: 'Type the name as the manifest has it: lower-case letters, digits, “.”, “_” and “-”.' }),
    ...(isVersion(listing.version)
      ? {}
      : { version: 'Type the version as the manifest has it, such as 1.2.0.' }),
    ...(tags.length > 20
      ? { tags: 'At most 20 tags.' }
      : tags.some((tag) => tag.length > 40)
        ? { tags: 'A tag has at most 40 characters.' }
        : {}),
    ...(price && 'error' in price ? { price: price.error } : {}),
  }
}

/** The body of `POST /api/v1/submit`. */
export function bodyOf(packageId: string, listing: Listing) {
  const { name, version, description, category, documentation, releaseNotes, breaking } = listing
  const price = listing.setsPrice ? readPrice(listing.price) : undefined
  const pricing: Pricing | undefined = price && 'pricing' in price ? price.pricing : undefined
  return {
    packageId,
    metadata: {
      name,
      version,
      description: description.trim(),
      tags: tagsOf(listing),
      documentation: documentation.trim(),
      ...(category === '' ? {} : { category }),
      ...(pricing ? { pricing } : {}),
      ...(listing.setsShots ? { screenshots: listing.shots.map(({ id }) => id) } : {}),
    },
    ...(releaseNotes.trim() === '' ? {} : { releaseNotes: releaseNotes.trim() }),
    breaking,
  }
}

/** What a package shows already, for its next version. */
export function listingOf({ card, listing }: Answer<'/api/v1/packages/{name}'>): Listing {
  return {
    ...emptyListing,
    name: card.name,
    description: card.description.slice(0, 500),
    category: card.category,
    tags: (listing?.tags ?? card.tags).join(', '),
    documentation: listing?.documentation ?? '',
  }
}

const place = (submission: string) => `listing:${submission}`

/** What was typed for a submission, kept on this device: for a reload, and for its next revision. */
export const keepListing = (submission: string, listing: Listing | undefined): void =>
  keep(place(submission), listing)
export function keptListing(submission: string): Listing | undefined {
  const found = kept(place(submission))
  return typeof found === 'object' && found !== null
    ? { ...emptyListing, ...(found as Partial<Listing>) }
    : undefined
}
