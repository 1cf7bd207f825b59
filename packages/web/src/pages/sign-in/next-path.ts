/** Pages that make no sense to somebody who has just signed in. */
const doors = ['/sign-in', '/sign-up', '/second-factor', '/recover', '/reset', '/confirm']

/** Where to go after signing in: a page of ours, whatever stands in the address; the start where it is none. */
export function nextPath(next: string | undefined, origin: string): string {
  if (next?.startsWith('/') !== true) return '/'
  const url = URL.canParse(next, origin) ? new URL(next, origin) : undefined
  // Browsers read “/\” and “/<tab>/” as the beginning of another host.
  if (url?.origin !== origin || doors.includes(url.pathname)) return '/'
  const path = url.pathname + url.search + url.hash
  return path.startsWith('//') ? '/' : path
}
