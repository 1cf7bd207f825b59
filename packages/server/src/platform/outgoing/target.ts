import { failed, refused } from './failures.ts'

/** Ports of other services: the bad ports of the Fetch standard, section 2.9, and the usual data stores. */
const otherServices = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 445, 1433, 3306,
  3389, 5432, 6379, 11211, 27017,
])

const localNames = ['localhost', 'localdomain', 'local', 'internal', 'home.arpa']

/**
 * The URL of a request, as far as it can be judged without asking anyone: http or https, no credentials, no port of
 * another service. Odd spellings of addresses (octal, one number, full-width digits) come out as plain ones. Throws
 * `outgoing.refused`.
 */
export function parseTarget(text: string): URL {
  if (!URL.canParse(text)) throw refused(text, 'it is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(text, `${url.protocol.slice(0, -1)} is neither http nor https`)
  if (url.username !== '' || url.password !== '') throw refused(text, 'a URL with credentials is never asked')
  if (url.port !== '' && otherServices.has(Number(url.port)))
    throw refused(text, `port ${url.port} belongs to another service`)
  url.hash = ''
  return url
}

/** Where a redirect leads. Throws `outgoing.refused`, for a way from https to http too, or `outgoing.failed`. */
export function parseRedirect(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href))
    throw failed(from.href, 'redirects', 'it redirects to what is not a URL')
  const url = parseTarget(new URL(location, from).href)
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw refused(url.href, 'an https address redirects to it, and it is plain http')
  return url
}

/** The host alone: no brackets, no final dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.+$/, '')
}

/** True for names that mean this machine or this network, whatever a name server says of them. */
export function isLocalName(host: string): boolean {
  return localNames.some((name) => host === name || host.endsWith(`.${name}`))
}
