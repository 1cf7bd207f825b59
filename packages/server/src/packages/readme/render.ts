import rehypeHighlight from 'rehype-highlight'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { allowed, idPrefix } from './allowed.ts'
import { signedImage } from './image-address.ts'
import { baseOf, imageSource, linkTarget, type Base } from './links.ts'
import { element, rewrite, text, textOf, type Child, type Element, type Root } from './tree.ts'

export interface RenderOptions {
  /** The repository that relative addresses are of. */
  readonly repository?: string | undefined
  /** Where the text stands in it; a README's headings get ids, a note's none. */
  readonly file?: string | undefined
  /** Where images come from: this registry, at addresses signed with the secret, or nowhere. */
  readonly images: { readonly secret: string } | 'block'
}

/** Deeper or larger than this nobody writes by hand. */
const bounds = { deepest: 48, most: 60_000 }
const mostHtml = 8 * 1024 * 1024
const mostPixels = 4096

/**
 * Markdown of strangers as HTML that can be put into a page: within `allowed`, links marked and led to where they may lead,
 * code highlighted by classes. Throws for what has too many elements or becomes too long; it can take seconds.
 */
export function renderMarkdown(source: string, options: RenderOptions): string {
  const html = String(
    unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: idPrefix })
      .use(rehypeRaw)
      .use(rehypeSanitize, allowed)
      .use(() => (tree: Root) => dress(tree, options))
      .use(rehypeHighlight, { detect: false })
      .use(rehypeStringify, { allowDangerousCharacters: false, quoteSmart: false })
      .processSync(source),
  )
  if (html.length > mostHtml) throw new Error(`it has more than ${mostHtml} characters as HTML`)
  return html
}

/** Gives headings their ids, links their targets, images their sources. */
function dress(tree: Root, { repository, file, images }: RenderOptions): void {
  const base = baseOf(repository, file ?? '')
  const taken = new Map<string, number>()
  rewrite(tree, (found) => change(found), bounds)

  function change(found: Element): Child[] {
    switch (found.tagName) {
      case 'a':
        return link(found, base, file !== undefined)
      case 'img':
        return image(found, base, images)
      case 'input':
        found.properties.ariaLabel = found.properties.checked ? 'Done' : 'Not done'
        return [found]
      case 'th':
      case 'td':
        for (const span of ['colSpan', 'rowSpan'])
          if (Number(found.properties[span]) > 100) delete found.properties[span]
        return [found]
      case 'code':
        // Words behind a fence that name no language leave an empty list.
        if (found.properties.className?.toString() === '') delete found.properties.className
        return [found]
      case 'li':
        if (file === undefined) delete found.properties.id
        return [found]
      default:
        if (file !== undefined && /^h[1-6]$/.test(found.tagName)) found.properties.id = idOf(textOf(found))
        return [found]
    }
  }

  function idOf(heading: string): string {
    const slug = slugOf(heading)
    const before = taken.get(slug) ?? 0
    taken.set(slug, before + 1)
    return `${idPrefix}${slug}${before === 0 ? '' : `-${before}`}`
  }
}

/** As GitHub makes them, so that links inside a README find their heading. */
function slugOf(heading: string): string {
  const slug = heading
    .toLowerCase()
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
  return slug.slice(0, 100)
}

function link(found: Element, base: Base | undefined, hasIds: boolean): Child[] {
  const { href, title, id } = found.properties
  const target =
    typeof href === 'string' && href.startsWith('#') ? fragment(href, hasIds) : linkTarget(href, base)
  // What leads nowhere is text.
  if (target === undefined) return found.children
  found.properties = {
    href: target,
    rel: ['nofollow', 'ugc', 'noopener'],
    ...(title === undefined ? {} : { title }),
    ...(id === undefined || !hasIds ? {} : { id }),
  }
  return [found]
}

function fragment(href: string, hasIds: boolean): string | undefined {
  if (!hasIds) return undefined
  const name = decoded(href.slice(1)).replace(new RegExp(`^(?:${idPrefix}|user-content-)`), '')
  const slug = slugOf(name)
  return slug === '' ? undefined : `#${idPrefix}${slug}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function image(found: Element, base: Base | undefined, images: RenderOptions['images']): Child[] {
  const { src, alt, title, width, height, align } = found.properties
  const said = typeof alt === 'string' ? alt.trim() : ''
  const source = imageSource(src, base)
  if (images === 'block')
    return [element('em', {}, [text(said === '' ? '[image]' : `[image: ${said}]`)] as Element['children'])]
  if (source === undefined) return said === '' ? [] : [text(said)]
  return [
    element('img', {
      src: signedImage(images.secret, source),
      alt: said,
      loading: 'lazy',
      decoding: 'async',
      ...(title === undefined ? {} : { title }),
      ...(align === undefined ? {} : { align }),
      ...pixels('width', width),
      ...pixels('height', height),
    }),
  ]
}

function pixels(name: 'width' | 'height', value: unknown): Element['properties'] {
  const size = Number(/^(\d{1,4})(?:px)?$/.exec(String(value).trim())?.[1])
  return size > 0 && size <= mostPixels ? { [name]: size } : {}
}
