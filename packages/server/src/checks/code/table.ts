import { isBuiltin } from 'node:module'

/** What a plugin can ask for in `[permissions]`, as far as its code can be compared with it. */
export const permissionNames = [
  'network',
  'filesystem',
  'subprocess',
  'environment',
  'native-code',
  'dynamic-code',
] as const

export type Permission = (typeof permissionNames)[number]

/** `any`: it cannot be told whether it reads or writes. */
export type Access = 'read' | 'write' | 'any'

/** Something that a program can reach: a global, a module or `require`, and what is taken from it. `*` is any property. */
export interface Ref {
  /** `global`, `require`, or a module such as `node:fs`. */
  readonly base: string
  readonly path: readonly string[]
}

/** What a reference means: the use of a permission, or something (`holder`) through which others can be reached. */
export interface Meaning {
  readonly permission?: Permission
  readonly access?: Access
  /** Name of an environment variable; `*` is one that cannot be told, and absent all of them. */
  readonly variable?: string
  readonly holder?: string
}

const modules: Readonly<Record<string, Permission>> = {
  'node:fs': 'filesystem',
  'node:fs/promises': 'filesystem',
  'node:sqlite': 'filesystem',
  'node:wasi': 'filesystem',
  'bun:sqlite': 'filesystem',
  'node:net': 'network',
  'node:http': 'network',
  'node:https': 'network',
  'node:http2': 'network',
  'node:tls': 'network',
  'node:dgram': 'network',
  'node:dns': 'network',
  'node:dns/promises': 'network',
  'node:quic': 'network',
  'node:_http_client': 'network',
  'node:_http_server': 'network',
  'node:_http_agent': 'network',
  'node:_tls_wrap': 'network',
  'node:child_process': 'subprocess',
  'node:cluster': 'subprocess',
  'node:worker_threads': 'subprocess',
  'node:vm': 'dynamic-code',
  'node:repl': 'dynamic-code',
  'node:inspector': 'dynamic-code',
  'node:inspector/promises': 'dynamic-code',
  'node:ffi': 'native-code',
  'bun:ffi': 'native-code',
}

/** Globals by their dotted names; a longer name goes before a shorter one. */
const globals: Readonly<Record<string, Permission | readonly [Permission, Access]>> = {
  fetch: 'network',
  WebSocket: 'network',
  WebSocketStream: 'network',
  WebTransport: 'network',
  XMLHttpRequest: 'network',
  EventSource: 'network',
  RTCPeerConnection: 'network',
  'navigator.sendBeacon': 'network',
  eval: 'dynamic-code',
  importScripts: 'dynamic-code',
  Worker: 'subprocess',
  SharedWorker: 'subprocess',
  'process.execve': 'subprocess',
  'process.kill': 'subprocess',
  'process.dlopen': 'native-code',
  'process.binding': 'native-code',
  'process._linkedBinding': 'native-code',
  'process.loadEnvFile': 'environment',
  'Deno.env': 'environment',
  'Deno.connect': 'network',
  'Deno.connectTls': 'network',
  'Deno.connectQuic': 'network',
  'Deno.startTls': 'network',
  'Deno.listen': 'network',
  'Deno.listenTls': 'network',
  'Deno.listenDatagram': 'network',
  'Deno.resolveDns': 'network',
  'Deno.serve': 'network',
  'Deno.createHttpClient': 'network',
  'Deno.Command': 'subprocess',
  'Deno.run': 'subprocess',
  'Deno.kill': 'subprocess',
  'Deno.dlopen': 'native-code',
  'Deno.open': ['filesystem', 'any'],
  'Deno.openSync': ['filesystem', 'any'],
  'Bun.env': 'environment',
  'Bun.serve': 'network',
  'Bun.connect': 'network',
  'Bun.listen': 'network',
  'Bun.udpSocket': 'network',
  'Bun.dns': 'network',
  'Bun.fetch': 'network',
  'Bun.spawn': 'subprocess',
  'Bun.spawnSync': 'subprocess',
  'Bun.$': 'subprocess',
  'Bun.file': ['filesystem', 'any'],
  'Bun.write': ['filesystem', 'write'],
}

const reads =
  /^(readFile|readTextFile|readdir|readDir|read|readv|readlink|readLink|l?stat|statfs|fstat|access|exists|realpath|realPath|opendir|watch|watchFile|watchFs|unwatchFile|glob|createReadStream|openAsBlob)$/
const writes =
  /^(write|writev|writeFile|writeTextFile|appendFile|mkdir|mkdtemp|mkdtempDisposable|makeTempDir|makeTempFile|rm|rmdir|unlink|remove|rename|copyFile|cp|create|createWriteStream|f?truncate|[fl]?chmod|[fl]?chown|symlink|link|[fl]?utimes?|f?sync|fdatasync)$/
/** Parts of `fs` that reach no file. */
const inert = /^(constants|Stats|Dirent|[FRWX]_OK)$/

function accessOf(name: string): Access {
  const plain = name.replace(/Sync$/, '')
  return reads.test(plain) ? 'read' : writes.test(plain) ? 'write' : 'any'
}

/** `node:fs` for `fs` and `node:fs`; undefined for what is no module of the runtime. */
export function builtinOf(specifier: string): string | undefined {
  if (specifier.startsWith('bun:')) return specifier
  const name = specifier.replace(/^node:/, '')
  const full = `node:${name}`
  return Object.hasOwn(modules, full) || isBuiltin(name) || isBuiltin(full) ? full : undefined
}

/** The permission that importing a module alone uses. */
export function importMeaning(module: string): Permission | undefined {
  return Object.hasOwn(modules, module) ? modules[module] : undefined
}

const roots = new Set(['globalThis', 'global', 'self', 'window'])
/** Ways to `require` but by its own name. */
const requires = /^(module\.require|process\.(mainModule\.require|getBuiltinModule)|require\.main\.require)$/

/** One form for references that reach the same: `globalThis.process.env`, `process.env` and `require('process').env`. */
export function canonical({ base, path }: Ref): Ref {
  let from = 0
  if (base === 'global') {
    while (roots.has(path[from] ?? '')) from++
    const rest = path.slice(from)
    // `import process from 'process'`.
    if (rest[0] === 'process' && rest[1] === 'default') rest.splice(1, 1)
    const dotted = rest.join('.')
    if (rest[0] === 'require' && !dotted.startsWith('require.main.require'))
      return { base: 'require', path: rest.slice(1) }
    return requires.test(dotted) ? { base: 'require', path: [] } : { base, path: rest }
  }
  while (path[from] === 'default' || path[from] === 'module.exports') from++
  const rest = path.slice(from)
  if (base === 'node:process') return canonical({ base: 'global', path: ['process', ...rest] })
  if (base === 'node:module' && (rest[0] === '_load' || rest.join('.') === 'prototype.require'))
    return { base: 'require', path: [] }
  if (base === 'require' && rest.join('.') === 'main.require') return { base, path: [] }
  if (base === 'node:fs' && rest[0] === 'promises') return { base: 'node:fs/promises', path: rest.slice(1) }
  return { base, path: rest }
}

/** What a canonical reference means; undefined for what is harmless. */
export function meaningOf(ref: Ref): Meaning | undefined {
  if (ref.base === 'global') return globalMeaning(ref.path)
  const [name] = ref.path
  if (ref.base === 'require')
    return name === undefined || name === '*' || /^(call|apply|bind)$/.test(name)
      ? { holder: '“require”' }
      : undefined
  if (ref.base === 'node:module')
    return name !== undefined && /^(register|registerHooks|runMain|_compile|_extensions|\*)$/.test(name)
      ? { permission: 'dynamic-code' }
      : undefined
  if (ref.base === 'node:v8' && name === 'writeHeapSnapshot')
    return { permission: 'filesystem', access: 'write' }
  if (ref.base === 'node:v8' && name === 'setFlagsFromString') return { permission: 'native-code' }
  const permission = importMeaning(ref.base)
  if (permission === undefined) return undefined
  if (permission !== 'filesystem') return name === undefined ? undefined : { permission }
  if (name === undefined) return { permission, access: 'any', holder: `“${ref.base}”` }
  return inert.test(name) ? undefined : { permission, access: accessOf(name) }
}

function globalMeaning(path: readonly string[]): Meaning | undefined {
  const [first, second, third] = path
  if (first === undefined) return { holder: 'the global object' }
  if (first === '*') return { holder: 'a computed property of the global object' }
  if (first === 'process' && second === 'env')
    return third === undefined
      ? { permission: 'environment' }
      : { permission: 'environment', variable: third }
  if (first === 'Function') return second === 'prototype' ? undefined : { permission: 'dynamic-code' }
  const found =
    globals[[first, second].join('.')] ?? (Object.hasOwn(globals, first) ? globals[first] : undefined)
  if (found !== undefined)
    return typeof found === 'string' ? { permission: found } : { permission: found[0], access: found[1] }
  if (first === 'Deno' && second !== undefined) {
    const access = accessOf(second)
    if (access !== 'any') return { permission: 'filesystem', access }
  }
  if (first !== 'process' && first !== 'Deno' && first !== 'Bun') return undefined
  if (second === undefined) return { holder: `“${first}”` }
  return second === '*' ? { holder: `a computed property of “${first}”` } : undefined
}
