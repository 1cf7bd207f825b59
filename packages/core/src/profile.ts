import { z } from 'zod'

/** One place in the registry tree where packages are published. */
export const categorySchema = z.strictObject({
  /** Folder of the tree, one to three lower-case parts: `core/bitcoin`. */
  id: z.string().regex(/^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40}){0,2}$/),
  title: z.string().min(1).max(80),
  description: z.string().max(300).default(''),
})

/** Colours that a registry can show itself in; each is checked for contrast, light and dark. */
export const accents = ['indigo', 'blue', 'teal', 'green', 'amber', 'orange', 'rose', 'violet'] as const

const word = z.string().min(1).max(40)

/** What makes one registry's ecosystem: its name, its words and its categories. */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(80),
  categories: z.array(categorySchema).min(1).max(200),
  /** Where packages go that name no category, such as npm packages. */
  defaultCategory: z.string(),
  /** One sentence below the name. */
  tagline: z.string().max(200).default(''),
  /** What one package is called, and several. */
  words: z
    .strictObject({ package: word, packages: word })
    .default({ package: 'plugin', packages: 'plugins' }),
  accent: z.enum(accents).default('indigo'),
})

export type Category = z.infer<typeof categorySchema>
export type EcosystemProfile = z.infer<typeof profileSchema>

/** The built-in profile: the registry tree of the Anya ecosystem. */
export const anyaProfile: EcosystemProfile = {
  id: 'anya',
  name: 'Anya Extensions',
  defaultCategory: 'community/experimental',
  tagline: 'Extensions for Anya, each signed by its publisher.',
  words: { package: 'extension', packages: 'extensions' },
  accent: 'indigo',
  categories: [
    { id: 'core/bitcoin', title: 'Bitcoin', description: 'Bitcoin-specific core extensions' },
    { id: 'core/web5', title: 'Web5', description: 'Web5 protocol core extensions' },
    { id: 'core/ml', title: 'Machine learning', description: 'Machine learning core extensions' },
    { id: 'community/verified', title: 'Community, verified', description: 'Verified community extensions' },
    {
      id: 'community/experimental',
      title: 'Community, experimental',
      description: 'Experimental and beta extensions',
    },
    { id: 'enterprise/custody', title: 'Custody', description: 'Custody and security solutions' },
    { id: 'enterprise/compliance', title: 'Compliance', description: 'Regulatory compliance tools' },
    { id: 'enterprise/infrastructure', title: 'Infrastructure', description: 'Infrastructure management' },
  ],
}
