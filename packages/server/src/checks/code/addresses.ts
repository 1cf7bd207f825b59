import type { AnyNode } from 'acorn'
import { constantsOf, constantStart } from './constants.ts'
import type { Scope } from './scope.ts'
import type { Ref } from './table.ts'

/** Functions and constructors whose first argument is a URL. */
const byUrl = new Set([
  'fetch',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'navigator.sendBeacon',
  'Bun.fetch',
])
const schemes: Readonly<Record<string, string>> = {
  'node:http': 'http:',
  'node:https': 'https:',
  'node:http2': 'https:',
}

interface Target {
  address?: string
  isComputed?: boolean
}

/** Where a call connects to, as far as the code says it; nothing for calls that connect nowhere. */
export function targetOf(ref: Ref, given: readonly AnyNode[], scope: Scope): Target {
  const name = ref.path.join('.')
  const [first, second] = given
  const isHttp = schemes[ref.base] !== undefined && /^(get|request|connect)$/.test(name)
  const isSocket = /^node:(net|tls)$/.test(ref.base) && /^(connect|createConnection)$/.test(name)
  if (!first || !(isHttp || isSocket || (ref.base === 'global' && byUrl.has(name)))) return {}
  if (first.type === 'ObjectExpression') return known(ofOptions(first, schemes[ref.base] ?? '', scope))
  if (isSocket) {
    const [port] = constantsOf(first, scope) ?? []
    const [host] = (second && constantsOf(second, scope)) ?? []
    return known(port !== undefined && host !== undefined ? `//${host}:${port}` : undefined)
  }
  return known(ofUrl(first, scope))
}

const known = (address: string | undefined): Target =>
  address === undefined ? { isComputed: true } : { address }

function ofUrl(node: AnyNode, scope: Scope): string | undefined {
  const made =
    node.type === 'NewExpression' &&
    node.callee.type === 'Identifier' &&
    /^(URL|Request)$/.test(node.callee.name)
      ? node.arguments.at(-1)?.type === 'ObjectExpression'
        ? node.arguments[0]
        : node.arguments.at(-1)
      : node
  if (!made) return undefined
  const whole = constantsOf(made, scope)
  // The host is known once something stands behind it.
  const text =
    whole?.length === 1 ? whole[0] : /^[a-z]+:\/\/[^/?#]+[/?#]/i.exec(constantStart(made, scope))?.[0]
  return text !== undefined && URL.canParse(text) ? originOf(new URL(text)) : undefined
}

function ofOptions(
  node: AnyNode & { type: 'ObjectExpression' },
  scheme: string,
  scope: Scope,
): string | undefined {
  const options = new Map<string, string>()
  for (const property of node.properties) {
    // What is spread in may replace anything.
    if (property.type === 'SpreadElement' || property.computed) return undefined
    const name =
      property.key.type === 'Identifier' ? property.key.name : constantsOf(property.key, scope)?.[0]
    const values = constantsOf(property.value, scope)
    if (name === undefined) return undefined
    if (/^(host|hostname|port|protocol|path|socketPath|lookup|agent)$/.test(name)) {
      const [value] = values ?? []
      if (value !== undefined && values?.length === 1) options.set(name, value)
      else if (name !== 'path') return undefined
    }
  }
  const host = options.get('hostname') ?? options.get('host')
  if (host === undefined || options.has('socketPath')) return undefined
  const port = options.get('port')
  const text = `${options.get('protocol') ?? scheme}//${host}${port === undefined ? '' : `:${port}`}`
  return scheme === '' ? text : URL.canParse(text) ? originOf(new URL(text)) : undefined
}

/** Scheme, host and port, also of schemes that have no origin of their own. */
const originOf = (url: URL) => (url.host === '' ? undefined : `${url.protocol}//${url.host}`)
