/** Where the relative addresses of a README lead to. */
export interface Base {
  /** Folder of the repository, of the pages that show files. */
  readonly pages: URL
  /** The same folder, of the files' bytes. */
  readonly files: URL
  /** The README's own folder in it, with a slash at its end, or nothing. */
  readonly folder: string
}

const schemes = ['http:', 'https:', 'mailto:']

/**
 * The places of a repository on GitHub, GitLab or Codeberg, at its newest commit or at the branch and folder that the address names
 * (`…/tree/main/packages/x`); undefined for any other.
 */
export function baseOf(repository: string | undefined, readmeFile: string): Base | undefined {
  const url = repository === undefined ? null : URL.parse(repository)
  if (!url || url.port !== '' || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const [owner = '', name = '', ...rest] = url.pathname
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(Boolean)
  const host = url.hostname.replace(/^www\./, '')
  if (![owner, name].every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))) return undefined
  const at = rest.indexOf('tree')
  const [ref = 'HEAD', ...inner] = at < 0 ? [] : rest.slice(at + 1)
  const folder = [...inner, ...readmeFile.split('/').slice(0, -1)].map((part) => `${part}/`).join('')
  const make = (pages: string, files: string) => ({ pages: new URL(pages), files: new URL(files), folder })
  switch (host) {
    case 'github.com':
      return make(
        `https://github.com/${owner}/${name}/blob/${ref}/`,
        `https://raw.githubusercontent.com/${owner}/${name}/${ref}/`,
      )
    case 'gitlab.com': {
      // Groups can be in groups; what follows the repository begins with a dash.
      const end = rest.indexOf('-')
      const path = [owner, name, ...(end < 0 ? rest.slice(0, at < 0 ? undefined : at) : rest.slice(0, end))]
      const home = `https://gitlab.com/${path.join('/')}/-`
      return make(`${home}/blob/${ref}/`, `${home}/raw/${ref}/`)
    }
    case 'codeberg.org': {
      const home = `https://codeberg.org/${owner}/${name}`
      const where = rest[0] === 'src' && rest[1] === 'branch' ? `branch/${rest[2] ?? 'HEAD'}` : 'branch/HEAD'
      return make(`${home}/src/${where}/`, `${home}/raw/${where}/`)
    }
    default:
      return undefined
  }
}

/** The address that a link leads to, in its one normal form; undefined where there must be none. */
export function linkTarget(href: unknown, base: Base | undefined): string | undefined {
  return resolved(href, base && { root: base.pages, folder: base.folder }, schemes)?.href
}

/** The address of an image; undefined where there is none that could be fetched. */
export function imageSource(src: unknown, base: Base | undefined): string | undefined {
  const url = resolved(src, base && { root: base.files, folder: base.folder }, ['http:', 'https:'])
  if (!url) return undefined
  // What GitHub shows as a page is an image under another address.
  const page = /^\/([^/]+\/[^/]+)\/(?:blob|raw)\/(.+)$/.exec(url.pathname)
  if (url.hostname === 'github.com' && page) return `https://raw.githubusercontent.com/${page[1]}/${page[2]}`
  url.hash = ''
  return url.href
}

function resolved(
  address: unknown,
  within: { root: URL; folder: string } | undefined,
  protocols: readonly string[],
): URL | undefined {
  if (typeof address !== 'string' || address.length > 4000) return undefined
  // As browsers read it: spaces and control characters around it, tabs and line ends inside it count for nothing.
  // eslint-disable-next-line no-control-regex
  const plain = address.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replace(/[\t\n\r]/g, '')
  const absolute = URL.parse(/^[\\/]{2}/.test(plain) ? `https:${plain}` : plain)
  if (absolute) {
    // A name before the host is there to be taken for the host.
    if (!protocols.includes(absolute.protocol) || absolute.username + absolute.password !== '')
      return undefined
    return absolute
  }
  if (!within || plain === '' || /^[a-z][a-z0-9+.-]*:/i.test(plain)) return undefined
  const { root, folder } = within
  const url = URL.parse(plain.startsWith('/') ? plain.replace(/^\/+/, './') : `./${folder}${plain}`, root)
  return url?.href.startsWith(root.href) ? url : undefined
}
