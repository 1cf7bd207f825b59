import type { Answer } from '../api/client.ts'
import type { SearchParams } from '../search-params.ts'

/** Where a suggestion leads. */
export type Goal =
  | { kind: 'package'; name: string }
  | { kind: 'category'; id: string }
  | { kind: 'publisher'; name: string }
  | { kind: 'search'; search: SearchParams }

export interface Suggestion {
  readonly id: string
  readonly text: string
  /** What tells two of the same text apart. */
  readonly note?: string
  readonly goal: Goal
}
export interface SuggestionGroup {
  readonly title: string
  readonly suggestions: readonly Suggestion[]
}

type Suggestions = Answer<'/api/v1/search/suggestions'>

/** The registry's suggestions by kind, those that are there; the search for the words themselves comes last. */
export function suggestionGroups(
  words: string,
  found: Suggestions | undefined,
  titles: { packages: string; category: (id: string) => string },
): SuggestionGroup[] {
  const { packages = [], categories = [], tags = [], publishers = [] } = found ?? {}
  const groups: SuggestionGroup[] = [
    {
      title: titles.packages,
      suggestions: packages.map(({ name, title, category }) => ({
        id: `package-${name}`,
        text: title,
        note: title === name ? titles.category(category) : name,
        goal: { kind: 'package', name },
      })),
    },
    {
      title: 'Categories',
      suggestions: categories.map(({ id, title }) => ({
        id: `category-${id}`,
        text: title,
        goal: { kind: 'category', id },
      })),
    },
    {
      title: 'Tags',
      suggestions: tags.map((tag) => ({
        id: `tag-${tag}`,
        text: tag,
        goal: { kind: 'search', search: { tag: [tag] } },
      })),
    },
    {
      title: 'Publishers',
      suggestions: publishers.map((name) => ({
        id: `publisher-${name}`,
        text: name,
        goal: { kind: 'publisher', name },
      })),
    },
    {
      title: 'Search',
      suggestions: [
        { id: 'search', text: `All results for “${words}”`, goal: { kind: 'search', search: { q: words } } },
      ],
    },
  ]
  return groups.filter(({ suggestions }) => suggestions.length > 0)
}

/** The next place in a list of `count`, around its ends; `-1` is none, that is the words as typed. */
export function step(place: number, by: 1 | -1, count: number): number {
  const next = place + by
  if (next < -1) return count - 1
  return next >= count ? -1 : next
}

/** `text` cut at the first place where `words` stand in it, so that they can be marked; one piece when they do not. */
export function marked(text: string, words: string): readonly [string, string, string] {
  const at = words === '' ? -1 : text.toLowerCase().indexOf(words.toLowerCase())
  if (at < 0) return [text, '', '']
  return [text.slice(0, at), text.slice(at, at + words.length), text.slice(at + words.length)]
}
