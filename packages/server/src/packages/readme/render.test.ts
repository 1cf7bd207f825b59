import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSignedImage } from './image-address.ts'
import { renderPlain } from './plain.ts'
import { renderMarkdown, type RenderOptions } from './render.ts'
import { foundIn } from './test/inert.ts'
import { vectors } from './test/vectors.ts'

const secret = 'a secret of the test'
const readme: RenderOptions = {
  repository: 'https://github.com/acme/tools',
  file: 'README.md',
  images: { secret },
}
const render = (source: string, options: Partial<RenderOptions> = {}) =>
  renderMarkdown(source, { ...readme, ...options })

describe('the corpus', () => {
  test('has a hundred vectors of different names', () => {
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length)
    expect(vectors.length).toBeGreaterThanOrEqual(100)
  })

  test.each(vectors)('is inert as README, notes and plain text: $name', ({ markdown }) => {
    for (const html of [
      render(markdown),
      render(`Text before\n\n${markdown}\n\nand behind`),
      render(markdown, { file: undefined, repository: undefined }),
      render(markdown, { images: 'block' }),
      renderPlain(markdown),
    ])
      expect(foundIn(html), html).toEqual([])
  })

  test('would be found by the check where it is shown as it is', () => {
    const seen = vectors.filter(({ markdown }) => foundIn(markdown).length > 0)
    expect(seen.length).toBeGreaterThan(100)
  })
})

test('any text becomes HTML within what is allowed', () => {
  const pieces = fc.constantFrom(
    ...[
      '<',
      '>',
      '</',
      '"',
      "'",
      '`',
      '```\n',
      '[',
      '](',
      ')',
      '![',
      '*',
      '_',
      '~',
      '|',
      '\n',
      '\n\n',
      '- ',
      '> ',
    ],
    ...[
      '# ',
      '<!--',
      '-->',
      '<a href=',
      'javascript:',
      '<img src=',
      ' onerror=',
      '<svg>',
      '<math>',
      '<style>',
    ],
    ...[
      '</p>',
      '<table>',
      '<td>',
      '<b>',
      '</b>',
      '<details>',
      '[^1]',
      '[^1]: ',
      '&lt;',
      '&#',
      ';',
      '\0',
      '\ud800',
    ],
    ...vectors.map(({ markdown }) => markdown),
  )
  const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 30 })
  fc.assert(
    fc.property(texts, fc.boolean(), (parts, isReadme) => {
      const html = render(parts.join(''), isReadme ? {} : { file: undefined })
      expect(foundIn(html), html).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('headings get ids of their own, and links inside of the text find them', () => {
  const html = render('# Über uns!\n\n# Über uns!\n\n[up](#über-uns) [down](#user-content-ber)')
  expect(html).toContain('<h1 id="readme-über-uns">')
  expect(html).toContain('<h1 id="readme-über-uns-1">')
  expect(html).toContain('href="#readme-über-uns"')
  expect(render('# One', { file: undefined })).toBe('<h1>One</h1>')
  expect(render('[a](#one)', { file: undefined })).toBe('<p>a</p>')
})

test.each([
  ['https://github.com/acme/tools', 'docs/a.md', 'https://github.com/acme/tools/blob/HEAD/docs/a.md'],
  ['https://github.com/acme/tools.git', '/a.md#x', 'https://github.com/acme/tools/blob/HEAD/a.md#x'],
  [
    'https://github.com/acme/tools/tree/v2/packages/x',
    'a.md',
    'https://github.com/acme/tools/blob/v2/packages/x/a.md',
  ],
  ['https://gitlab.com/acme/group/tools', './a.md', 'https://gitlab.com/acme/group/tools/-/blob/HEAD/a.md'],
  ['https://codeberg.org/acme/tools', 'a.md', 'https://codeberg.org/acme/tools/src/branch/HEAD/a.md'],
])('a relative link of %s to %s leads to %s', (repository, link, target) => {
  expect(render(`[a](${link})`, { repository })).toContain(`href="${target}"`)
})

test.each([
  [undefined, 'docs/a.md'],
  ['https://example.org/acme/tools', 'docs/a.md'],
  ['https://github.com/acme/tools', '../../../../evil'],
  ['https://github.com/acme/tools', '%2e%2e/%2e%2e/evil'],
])('a relative link without a place to lead to is text: %s %s', (repository, link) => {
  expect(render(`[a](${link})`, { repository })).toBe('<p>a</p>')
})

test('a README in a folder has its links from there', () => {
  expect(render('[a](b.md) [c](../d.md)', { file: 'docs/README.md' })).toMatch(
    /blob\/HEAD\/docs\/b\.md".*blob\/HEAD\/d\.md"/,
  )
})

test('images come from the registry, at addresses that it signed', () => {
  const html = render(
    '<img src="img/a b.png" width="120" height="50%" alt="A"> ![b](https://x.example/b.svg#f)',
  )
  const addresses = [...html.matchAll(/src="\/api\/v1\/images\/([\w-]+)\?url=([^"]+)"/g)]
  const urls = addresses.map(([, signature = '', url = '']) => {
    expect(isSignedImage(secret, decodeURIComponent(url), signature)).toBe(true)
    expect(isSignedImage('another', decodeURIComponent(url), signature)).toBe(false)
    return decodeURIComponent(url)
  })
  expect(urls).toEqual([
    'https://raw.githubusercontent.com/acme/tools/HEAD/img/a%20b.png',
    'https://x.example/b.svg',
  ])
  expect(html).toContain('width="120"')
  expect(html).not.toContain('height')
})

test('blocked images leave what they would have shown in words', () => {
  expect(render('![the cat](https://x.example/c.png)', { images: 'block' })).toBe(
    '<p><em>[image: the cat]</em></p>',
  )
})

test('tables, tasks, code, details and footnotes are shown', () => {
  const html = render(
    '| a |\n| -: |\n| 1 |\n\n- [x] done\n\n```js\nconst a = 1\n```\n\n<details open><summary>S</summary>\n\n**b**\n\n</details>\n\nx[^1]\n\n[^1]: y\n\n<kbd>K</kbd> H<sub>2</sub>O',
  )
  expect(html).toContain('<td align="right">1</td>')
  expect(html).toContain('<input type="checkbox" checked disabled aria-label="Done">')
  expect(html).toContain('<span class="hljs-keyword">const</span>')
  expect(html).toContain('<details open><summary>S</summary>')
  expect(html).toContain('href="#readme-fn-1"')
  expect(html).toContain('<li id="readme-fn-1">')
  expect(html).toContain('<kbd>K</kbd> H<sub>2</sub>O')
})

test('what stands very deep loses its elements, not its text', () => {
  const html = render(`${'<div>'.repeat(200)}deep${'</div>'.repeat(200)}`)
  expect(html).toContain('deep')
  expect(html.split('<div>').length).toBeLessThan(60)
})

test('a text of more elements than a page can take is refused', () => {
  expect(() => render('<br>'.repeat(61_000))).toThrow(/elements/)
})
