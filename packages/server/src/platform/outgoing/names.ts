import { lookup, Resolver } from 'node:dns/promises'
import { failed } from './failures.ts'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** Asks for names: the system, its hosts file included, or the given name servers alone. */
export interface Names {
  /** Every address of a host. Throws `outgoing.failed` when there is none; never waits past `signal`. */
  addresses(host: string, url: string, signal: AbortSignal): Promise<Address[]>
  /** The TXT records of a domain, each joined; empty when there are none. Throws `outgoing.failed`. */
  txt(domain: string, signal: AbortSignal): Promise<string[]>
}

const nothing = ['ENOTFOUND', 'ENODATA']

export function createNames(servers: readonly string[] | undefined): Names {
  // One resolver for each question: cancelling one then leaves the others alone.
  const asking = async <T>(signal: AbortSignal, ask: (resolver: Resolver) => Promise<T>): Promise<T> => {
    const resolver = new Resolver({ timeout: 2000, tries: 3 })
    if (servers) resolver.setServers(servers)
    const cancel = () => resolver.cancel()
    signal.addEventListener('abort', cancel)
    try {
      return await unlessAborted(signal, ask(resolver))
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  const byServers = (host: string, signal: AbortSignal): Promise<Address[]> =>
    asking(signal, async (resolver) => {
      const [six, four] = await Promise.allSettled([resolver.resolve6(host), resolver.resolve4(host)])
      const found: Address[] = []
      if (six.status === 'fulfilled')
        found.push(...six.value.map((address) => ({ address, family: 6 as const })))
      if (four.status === 'fulfilled')
        found.push(...four.value.map((address) => ({ address, family: 4 as const })))
      if (found.length > 0) return found
      for (const part of [six, four])
        if (part.status === 'rejected' && !nothing.includes(codeOf(part.reason))) throw part.reason
      return []
    })

  const bySystem = async (host: string, signal: AbortSignal): Promise<Address[]> => {
    const found = await unlessAborted(signal, lookup(host, { all: true }))
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  }

  return {
    async addresses(host, url, signal) {
      const found = await (servers ? byServers : bySystem)(host, signal).catch((error: unknown) => {
        signal.throwIfAborted()
        if (nothing.includes(codeOf(error))) return []
        throw failed(url, 'dns', `its name could not be looked up (${codeOf(error)})`, codeOf(error))
      })
      if (found.length === 0) throw failed(url, 'dns', 'its name has no address', 'ENOTFOUND')
      return found
    },
    async txt(domain, signal) {
      try {
        const records = await asking(signal, (resolver) => resolver.resolveTxt(domain))
        return records.map((parts) => parts.join(''))
      } catch (error) {
        signal.throwIfAborted()
        if (nothing.includes(codeOf(error))) return []
        throw failed(
          domain,
          'dns',
          `its TXT records could not be looked up (${codeOf(error)})`,
          codeOf(error),
        )
      }
    },
  }
}

async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason as Error)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The code of a failed question; a failure without one is a fault of ours and goes on as it is. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
