import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { reading } from '../api/client.ts'
import { useEcosystem } from '../ecosystem.ts'
import { suggestionGroups, type SuggestionGroup } from './suggestions.ts'
import { useLate } from './use-late.ts'

const shortest = 2
const pause = 140

/**
 * What to suggest for a text while it is typed: asked for once the typing pauses. Only the answer to the newest question
 * counts; until it is there, the former one stays, so that nothing flickers.
 */
export function useSuggestions(text: string, wanted: boolean): { words: string; groups: SuggestionGroup[] } {
  const { words: names, categories } = useEcosystem()
  const words = text.trim().replaceAll(/\s+/g, ' ')
  const asked = useLate(words, pause)
  const enabled = wanted && asked.length >= shortest
  const { data } = useQuery({
    ...reading('/api/v1/search/suggestions', { params: { query: { q: asked } } }),
    enabled,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
  if (words === '' || !wanted) return { words, groups: [] }
  const groups = suggestionGroups(words, enabled && words.length >= shortest ? data : undefined, {
    packages: names.packages.charAt(0).toUpperCase() + names.packages.slice(1),
    category: (id) => categories.find((category) => category.id === id)?.title ?? id,
  })
  return { words, groups }
}
