import { expect, test } from 'vitest'
import { marked, step, suggestionGroups } from './suggestions.ts'

const titles = { packages: 'Extensions', category: (id: string) => id.toUpperCase() }

test('kinds without a suggestion have no group, and the search itself is always there', () => {
  const found = { packages: [], categories: [], tags: ['git'], publishers: [] }
  expect(suggestionGroups('gi', found, titles).map(({ title }) => title)).toEqual(['Tags', 'Search'])
  expect(suggestionGroups('gi', undefined, titles)).toEqual([
    {
      title: 'Search',
      suggestions: [
        { id: 'search', text: 'All results for “gi”', goal: { kind: 'search', search: { q: 'gi' } } },
      ],
    },
  ])
})

test('a package shows its name where its title does not', () => {
  const packages = [
    { name: 'obsidian-git', title: 'Git', category: 'tools' },
    { name: 'dataview', title: 'dataview', category: 'tools' },
  ]
  const [group] = suggestionGroups('x', { packages, categories: [], tags: [], publishers: [] }, titles)
  expect(group?.suggestions.map(({ note }) => note)).toEqual(['obsidian-git', 'TOOLS'])
})

test('arrows go around, by way of what was typed', () => {
  expect(step(-1, 1, 3)).toBe(0)
  expect(step(2, 1, 3)).toBe(-1)
  expect(step(-1, -1, 3)).toBe(2)
  expect(step(0, -1, 3)).toBe(-1)
  expect(step(-1, 1, 0)).toBe(-1)
})

test('what was typed is found in a text whatever its case', () => {
  expect(marked('Advanced Tables', 'tab')).toEqual(['Advanced ', 'Tab', 'les'])
  expect(marked('Calendar', 'git')).toEqual(['Calendar', '', ''])
  expect(marked('Calendar', '')).toEqual(['Calendar', '', ''])
})
