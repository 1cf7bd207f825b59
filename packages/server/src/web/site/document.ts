/** What a page says of itself to those who do not run it: search engines, previews of links. */
export interface Head {
  readonly title: string
  readonly description?: string | undefined
  /** Its one address, a path; absent for pages that are for nobody else. */
  readonly canonical?: string | undefined
  readonly image?: string | undefined
  readonly type?: 'website' | 'article' | 'profile'
  /** Linked data (schema.org). */
  readonly linked?: object | undefined
}

interface Document {
  readonly template: string
  readonly head: Head
  readonly siteName: string
  /** The registry’s public address. */
  readonly url: string
  readonly accent: string
  /** Scripts that the page will need at once. */
  readonly scripts: readonly string[]
  /** Fonts that its first text is set in. */
  readonly fonts: readonly string[]
  /** Answers of the API that the page begins with, by their addresses. */
  readonly data: Readonly<Record<string, unknown>>
}

/** The whole document of a page. Nothing in it runs but the files it links to: data is data, by its script’s type. */
export function documentOf({
  template,
  head,
  siteName,
  url,
  accent,
  scripts,
  fonts,
  data,
}: Document): string {
  const description = head.description?.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  const absolute = (path: string) => new URL(path, url).href
  const tags = [
    `<title>${text(head.title)}</title>`,
    description && `<meta name="description" content="${text(description)}" />`,
    head.canonical === undefined
      ? '<meta name="robots" content="noindex" />'
      : `<link rel="canonical" href="${text(absolute(head.canonical))}" />`,
    property('og:site_name', siteName),
    property('og:title', head.title),
    property('og:type', head.type ?? 'website'),
    description && property('og:description', description),
    head.canonical && property('og:url', absolute(head.canonical)),
    head.image && property('og:image', absolute(head.image)),
    `<meta name="twitter:card" content="${head.image ? 'summary_large_image' : 'summary'}" />`,
    ...fonts.map(
      (font) => `<link rel="preload" href="${text(font)}" as="font" type="font/woff2" crossorigin />`,
    ),
    ...scripts.map((script) => `<link rel="modulepreload" href="${text(script)}" crossorigin />`),
    head.linked && script('application/ld+json', { '@context': 'https://schema.org', ...head.linked }),
  ]
  // Functions as replacements: what is put in may hold “$&”.
  return template
    .replace('<html lang="en">', () => `<html lang="en" data-accent="${text(accent)}">`)
    .replace('<!--head-->', () => tags.filter(Boolean).join('\n    '))
    .replace('<!--data-->', () => script('application/json', data, 'page-data'))
}

function property(name: string, content: string): string {
  return `<meta property="${name}" content="${text(content)}" />`
}

/** JSON in a script element: “<” and the line ends of old scripts are written so that nothing in it can end it. */
function script(type: string, value: object, id?: string): string {
  const json = JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `<script type="${type}"${id === undefined ? '' : ` id="${id}"`}>${json}</script>`
}

/** Text for elements and attributes of HTML. */
export function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
