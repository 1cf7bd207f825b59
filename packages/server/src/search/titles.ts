/** Values of facets, as people read them. */

const systems: Readonly<Record<string, string>> = {
  linux: 'Linux',
  macos: 'macOS',
  darwin: 'macOS',
  windows: 'Windows',
  win32: 'Windows',
  freebsd: 'FreeBSD',
  android: 'Android',
  ios: 'iOS',
}

/** `linux-x86_64` as “Linux, x86_64”. */
export function platformTitle(platform: string): string {
  const [system = '', ...rest] = platform.split('-')
  return [systems[system] ?? humanTitle(system), ...rest].join(', ')
}

/** An identifier without a title of its own: `community/read-later` as “Community, read later”. */
export function humanTitle(id: string): string {
  const words = id.replaceAll('/', ', ').replaceAll(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** SPDX identifiers are what people know. */
export function licenceTitle(license: string): string {
  return license.replace(/-only$/, '').replace(/-or-later$/, '+')
}
