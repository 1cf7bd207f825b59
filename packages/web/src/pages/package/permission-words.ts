/** What a manifest’s permissions mean for whoever installs the package. */

export type Grave = 'high' | 'some' | 'unknown'

export interface Told {
  readonly permission: string
  readonly grave: Grave
  /** One sentence: what the package can do. */
  readonly says: string
  /** What it is limited to: addresses, folders, variables. */
  readonly list: readonly string[]
  /** Why it needs that, in its publisher’s words. */
  readonly reason: string | undefined
}

type Written = boolean | string | readonly string[]
export type Permissions = Readonly<Record<string, Written>>

const itemForms: Readonly<Record<string, RegExp>> = {
  network:
    /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|localhost(?::\d+)?)$/i,
  filesystem: /^(?:read|write|read-write|[~./]\S*|[A-Za-z]:\\\S*)$/,
  environment: /^[A-Za-z_][A-Za-z0-9_]*$/,
}

/** True for `true`, for a reason in words, and for a list with something in it. */
const isGranted = (written: Written | undefined): boolean =>
  Array.isArray(written)
    ? written.length > 0
    : written === true || (typeof written === 'string' && written !== '')

/** A single word is a list of one where it can be an item; a sentence is a reason, and covers everything. */
function read(name: string, written: Written): { list: readonly string[]; reason: string | undefined } {
  if (typeof written === 'boolean') return { list: [], reason: undefined }
  const items = typeof written === 'string' ? [written] : written
  if (items.some((item) => item === '*' || item === 'all')) return { list: [], reason: undefined }
  if (Array.isArray(written)) return { list: items, reason: undefined }
  const isItem = itemForms[name]?.test(items[0] ?? '') ?? false
  return isItem ? { list: items, reason: undefined } : { list: [], reason: items[0] }
}

interface Words {
  /** Without a limit. */
  readonly all: { grave: Grave; says: string }
  readonly some: (list: readonly string[]) => { grave: Grave; says: string; list?: readonly string[] }
  /** Where it is not asked for. */
  readonly none: string
}

const modes = ['read', 'write', 'read-write']

const known: Readonly<Record<string, Words>> = {
  network: {
    all: { grave: 'high', says: 'Sends and receives data over the network, to and from any address.' },
    some: () => ({
      grave: 'some',
      says: 'Sends and receives data over the network, with these addresses alone:',
    }),
    none: 'Use the network',
  },
  filesystem: {
    all: { grave: 'high', says: 'Reads, changes and deletes files, wherever you may.' },
    some: (list) => {
      const places = list.filter((item) => !modes.includes(item))
      const reads = list.some((item) => item === 'read' || item === 'read-write')
      const writes = list.some((item) => item === 'write' || item === 'read-write')
      const where = places.length > 0 ? ' in these places:' : ', wherever you may.'
      if (reads && !writes) return { grave: 'some', says: `Reads files${where}`, list: places }
      if (writes && !reads)
        return { grave: 'high', says: `Writes, changes and deletes files${where}`, list: places }
      return {
        grave: places.length > 0 ? 'some' : 'high',
        says: `Reads, changes and deletes files${where}`,
        list: places,
      }
    },
    none: 'Read or change files',
  },
  subprocess: {
    all: { grave: 'high', says: 'Starts other programs, which can do all that you can.' },
    some: () => ({ grave: 'high', says: 'Starts other programs, which can do all that you can:' }),
    none: 'Start other programs',
  },
  environment: {
    all: {
      grave: 'high',
      says: 'Reads all environment variables; passwords and tokens are often kept there.',
    },
    some: () => ({ grave: 'some', says: 'Reads these environment variables:' }),
    none: 'Read environment variables',
  },
  'native-code': {
    all: {
      grave: 'high',
      says: 'Runs compiled code, which can do all that you can; checks cannot look into it.',
    },
    some: () => ({
      grave: 'high',
      says: 'Runs compiled code, which can do all that you can; checks cannot look into it:',
    }),
    none: 'Run compiled code',
  },
  'dynamic-code': {
    all: {
      grave: 'high',
      says: 'Makes code while it runs, so that what it does cannot be told from its files.',
    },
    some: () => ({
      grave: 'high',
      says: 'Makes code while it runs, so that what it does cannot be told from its files:',
    }),
    none: 'Make code while it runs',
  },
}

function tell(permission: string, written: Written): Told {
  const { list, reason } = read(permission, written)
  const words = Object.hasOwn(known, permission) ? known[permission] : undefined
  if (!words)
    return {
      permission,
      grave: 'unknown',
      says: `Asks for “${permission}”. The application it is made for says what that means.`,
      list,
      reason,
    }
  if (list.length === 0) return { permission, list, reason, ...words.all }
  return { permission, list, reason, ...words.some(list) }
}

const order: readonly Grave[] = ['high', 'some', 'unknown']

/** What a package asks for, the gravest first. */
export function tellPermissions(permissions: Permissions): Told[] {
  return Object.entries(permissions)
    .filter(([, written]) => isGranted(written))
    .map(([name, written]) => tell(name, written))
    .sort((a, b) => order.indexOf(a.grave) - order.indexOf(b.grave))
}

/** What it does not ask for, of what can be asked for everywhere. */
export function notAskedFor(permissions: Permissions): string[] {
  return Object.entries(known).flatMap(([name, { none }]) =>
    Object.hasOwn(permissions, name) && isGranted(permissions[name]) ? [] : [none],
  )
}

/** Names of the permissions that `after` asks for beyond `before`, with what has been added. */
export function grown(before: Permissions, after: Permissions): { permission: string; says: string }[] {
  return Object.entries(after).flatMap(([permission, now]) => {
    if (!isGranted(now)) return []
    const then = Object.hasOwn(before, permission) ? before[permission] : undefined
    if (then === undefined || !isGranted(then)) return [{ permission, says: 'new' }]
    const [a, b] = [read(permission, then).list, read(permission, now).list]
    if (a.length === 0) return []
    if (b.length === 0) return [{ permission, says: 'not limited any more' }]
    const added = b.filter((item) => !a.includes(item))
    return added.length > 0 ? [{ permission, says: added.join(', ') }] : []
  })
}
