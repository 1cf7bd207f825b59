import rehypeRaw from 'rehype-raw'
import { unified } from 'unified'
import type { Child, Element, Root } from '../tree.ts'

/** Elements and their attributes as the property names of the tree; written out here anew, not taken from the renderer. */
const attributes: Record<string, readonly string[]> = {
  a: ['href', 'title', 'rel', 'id'],
  img: ['src', 'alt', 'title', 'width', 'height', 'align', 'loading', 'decoding'],
  input: ['type', 'checked', 'disabled', 'ariaLabel'],
  code: ['className'],
  span: ['className'],
  ol: ['start', 'reversed'],
  li: ['id'],
  details: ['open'],
  abbr: ['title'],
  th: ['align', 'colSpan', 'rowSpan'],
  td: ['align', 'colSpan', 'rowSpan'],
  div: ['align'],
  p: ['align'],
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, ['id', 'align']])),
}
const plain =
  'br hr blockquote section ul dl dt dd summary figure figcaption table caption thead tbody tfoot tr pre kbd samp var em strong b i u s del ins mark small sub sup cite q ruby rp rt'.split(
    ' ',
  )

/** HTML as a browser's parser reads it inside of a page. */
export function parsed(html: string): Root {
  const root = { type: 'root', children: [{ type: 'raw', value: html }] } as unknown as Root
  return unified().use(rehypeRaw).runSync(root)
}

/** What in the HTML is not permitted, in words; nothing for what is inert. */
export function foundIn(html: string): string[] {
  const problems: string[] = []
  const visit = (node: Child | Root): void => {
    if (node.type === 'element') problems.push(...problemsOf(node))
    else if (node.type !== 'root' && node.type !== 'text') problems.push(`a ${node.type}`)
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(parsed(html))
  return problems
}

function problemsOf({ tagName, properties }: Element): string[] {
  if (!(tagName in attributes) && !plain.includes(tagName)) return [`<${tagName}>`]
  const problems: string[] = []
  for (const [name, value] of Object.entries(properties)) {
    const text = Array.isArray(value) ? value.join(' ') : String(value)
    if (!(attributes[tagName] ?? []).includes(name) || !isGood(tagName, name, text))
      problems.push(`<${tagName} ${name}="${text}">`)
  }
  if (tagName === 'a' && properties.rel?.toString() !== 'nofollow,ugc,noopener')
    problems.push('<a> without rel')
  if (tagName === 'input' && (properties.type !== 'checkbox' || properties.disabled !== true))
    problems.push('<input> that lives')
  return problems
}

function isGood(tagName: string, name: string, value: string): boolean {
  switch (name) {
    case 'href':
      return /^(?:https?:\/\/[^/@\s]+(?:\/|$)|mailto:[^\s]|#readme-)/.test(value)
    case 'src':
      return /^\/api\/v1\/images\/[\w-]{43}\?url=https?%3A%2F%2F[^&\s]+$/.test(value)
    case 'id':
      return value.startsWith('readme-')
    case 'className':
      return tagName === 'span'
        ? /^(?:hljs-[\w-]+|[a-z]+_)(?: [a-z_-]+_)*$/.test(value)
        : /^(?:hljs )?language-[\w+#.-]+$/.test(value)
    case 'width':
    case 'height':
    case 'colSpan':
    case 'rowSpan':
      return /^\d{1,4}$/.test(value)
    case 'align':
      return /^(?:left|right|center)$/.test(value)
    default:
      return true
  }
}
