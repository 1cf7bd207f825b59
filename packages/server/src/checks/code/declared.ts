import type { Manifest } from '@waybill/core/manifest'
import type { Use } from './notes.ts'
import { permissionNames, type Permission } from './table.ts'

/** What a manifest declares of one permission. */
export interface Declared {
  /** The items of a list; undefined where everything is covered. */
  readonly list: readonly string[] | undefined
}

type Written = Manifest['permissions'][string]

/** True for `true`, for a reason in words, and for a list with something in it. */
export function isGranted(written: Written | undefined): boolean {
  return Array.isArray(written)
    ? written.length > 0
    : written === true || (typeof written === 'string' && written !== '')
}

/** The permissions that a manifest declares, of those that code can be compared with. */
export function declaredPermissions({ permissions }: Manifest): ReadonlyMap<Permission, Declared> {
  const declared = new Map<Permission, Declared>()
  for (const name of permissionNames) {
    const written = Object.hasOwn(permissions, name) ? permissions[name] : undefined
    if (isGranted(written)) declared.set(name, { list: listOf(name, written) })
  }
  return declared
}

/** A single word is a list of one where it can be an item; a sentence is a reason, and covers everything. */
function listOf(name: Permission, written: Written | undefined): readonly string[] | undefined {
  const items = Array.isArray(written) ? written : typeof written === 'string' ? [written] : undefined
  if (!items || items.includes('*') || items.includes('all')) return undefined
  const isItem = itemForms[name]
  if (!isItem) return undefined
  return Array.isArray(written) || items.every((item) => isItem.test(item)) ? items : undefined
}

const itemForms: Partial<Record<Permission, RegExp>> = {
  network:
    /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|localhost(?::\d+)?)$/i,
  filesystem: /^(read|write|read-write)$/,
  environment: /^[A-Za-z_][A-Za-z0-9_]*$/,
}

/** How a use stands to what is declared; `unclear` cannot be told from the code. */
export type Judgement = 'covered' | 'undeclared' | 'beyond' | 'unclear'

/** Environment variables that say nothing of their user. */
const plainVariables = new Set(['NODE_ENV', 'NODE_DEBUG', 'NO_COLOR', 'FORCE_COLOR', 'DEBUG', 'CI', 'TZ'])

export function judge(use: Use, declared: ReadonlyMap<Permission, Declared>, manifest: Manifest): Judgement {
  if (use.variable !== undefined) {
    const own = Object.values(manifest.configuration).map(({ env }) => env)
    if (plainVariables.has(use.variable) || own.includes(use.variable)) return 'covered'
  }
  const found = declared.get(use.permission)
  if (!found) return 'undeclared'
  const { list } = found
  if (!list) return 'covered'
  switch (use.permission) {
    case 'network':
      if (use.address === undefined) return use.isComputed ? 'unclear' : 'covered'
      return list.some((item) => coversAddress(item, use.address ?? '')) ? 'covered' : 'beyond'
    case 'filesystem':
      // Items that are neither are paths, which code seldom says.
      if (!list.every((item) => itemForms.filesystem?.test(item))) return 'covered'
      if (use.access === undefined || list.includes('read-write') || list.includes(use.access))
        return 'covered'
      if (use.access === 'any') return list.includes('read') && list.includes('write') ? 'covered' : 'unclear'
      return 'beyond'
    case 'environment':
      if (use.variable === '*') return 'unclear'
      return use.variable !== undefined && list.includes(use.variable) ? 'covered' : 'beyond'
    case 'subprocess':
    case 'native-code':
    case 'dynamic-code':
      return 'covered'
  }
}

/** `https://host[:port]`, or a host for any scheme; `*.` before a host covers those below it. */
function coversAddress(item: string, address: string): boolean {
  const [wanted, given] = [partsOf(item), partsOf(address)]
  if (!wanted || !given) return false
  if (wanted.scheme !== '' && given.scheme !== '' && wanted.scheme !== given.scheme) return false
  if (wanted.port !== '' && wanted.port !== given.port) return false
  if (wanted.scheme !== '' && given.scheme !== '' && wanted.port !== given.port) return false
  return wanted.host.startsWith('*.') ? given.host.endsWith(wanted.host.slice(1)) : wanted.host === given.host
}

function partsOf(address: string): { scheme: string; host: string; port: string } | undefined {
  const match = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?([^/?#:]+|\[[^\]]+\])(?::(\d+))?(?:[/?#]|$)/i.exec(
    address,
  )
  if (!match) return undefined
  const [, scheme = '', host = '', port = ''] = match
  const plain = scheme.toLowerCase().replace(/^ws/, 'http')
  const usual = plain === 'https' ? '443' : plain === 'http' ? '80' : ''
  return { scheme: plain, host: host.toLowerCase().replace(/\.$/, ''), port: port === usual ? '' : port }
}
