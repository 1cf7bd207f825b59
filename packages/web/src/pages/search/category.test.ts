import { expect, test } from 'vitest'
import { categoryOf } from './category.ts'

const categories = [
  { id: 'core/ml', title: 'Machine learning', description: 'Models' },
  { id: 'core/web5', title: 'Web5', description: 'Identity' },
  { id: 'tools', title: 'Tools', description: '' },
]

test('a category is found by its id', () => {
  expect(categoryOf(categories, 'core/ml')).toBe(categories[0])
  expect(categoryOf(categories, 'tools/')).toBe(categories[2])
})

test('the first part of categories stands for all of them', () => {
  expect(categoryOf(categories, 'core')).toEqual({
    id: 'core',
    title: 'Core',
    description: 'Machine learning, Web5',
  })
})

test.each(['', '/', 'cor', 'core/m', 'toString', '__proto__'])('“%s” is none', (id) => {
  expect(categoryOf(categories, id)).toBeUndefined()
})
