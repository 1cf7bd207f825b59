import type { CataloguePackage } from './catalogue.ts'

const categories = [
  'core/bitcoin',
  'core/web5',
  'core/ml',
  'community/verified',
  'community/experimental',
  'enterprise/custody',
  'enterprise/compliance',
  'enterprise/infrastructure',
]
const licences = ['MIT', 'MIT', 'MIT', 'Apache-2.0', 'GPL-3.0-only', 'BSD-3-Clause', 'MPL-2.0']
const platforms = ['linux-x86_64', 'linux-arm64', 'macos-arm64', 'windows-x86_64']

/** The same numbers each time: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** As many packages as wanted, each a variation of a real one: other words, other numbers; most of them published. */
export function varyPlugins(real: readonly CataloguePackage[], count: number): CataloguePackage[] {
  const random = seeded(1)
  const words = real.flatMap(({ description }) => description.match(/[a-zA-Z]{4,14}/g) ?? [])
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: count }, (_, i) => {
    const origin = real[i % real.length]!
    const round = Math.floor(i / real.length)
    const varied = (text: string, share: number) =>
      text.replaceAll(/[a-zA-Z]{4,14}/g, (word) => (random() < share ? pick(words) : word))
    const extra = pick(words)
    const name = round === 0 ? origin.name : `${origin.name.slice(0, 60)}-${extra.toLowerCase()}-${i}`
    const description = round === 0 ? origin.description : varied(origin.description, 0.4)
    const manifest = {
      description,
      license: pick(licences),
      keywords: Array.from({ length: Math.floor(random() * 5) }, () => pick(words).toLowerCase()),
      platforms: random() < 0.3 ? Object.fromEntries([[pick(platforms), {}]]) : {},
    }
    const readme = Array.from({ length: 4 }, () => varied(pick(real).description, 0.3)).join('\n\n')
    return {
      ...origin,
      name,
      title: round === 0 ? origin.title : `${origin.title} ${extra}`,
      description,
      category: pick(categories),
      version: '1.0.0',
      updatedAt: origin.updatedAt ?? new Date('2026-01-01'),
      downloads: round === 0 ? origin.downloads : Math.floor(origin.downloads * random() ** 3),
      ...(random() < 0.7 ? { manifest, readme } : {}),
    }
  })
}
