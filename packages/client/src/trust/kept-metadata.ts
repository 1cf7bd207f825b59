import { WaybillError } from '@waybill/core/errors'
import type { MetadataStore } from '@waybill/core/trust'
import type { HttpMetadata } from './metadata-http.ts'

/** Answers only with what an earlier refresh kept: the same checks run over it, expiry among them. */
export function keptMetadata(store: MetadataStore): HttpMetadata {
  return {
    registryTime: () => undefined,
    async fetch(file) {
      if (file.endsWith('.root.json')) return undefined
      const kept = file === 'timestamp.json' ? await store.load('timestamp') : undefined
      if (kept) return kept
      throw notKept(file)
    },
  }
}

export function notKept(what: string): WaybillError {
  return new WaybillError(
    'registry.unreachable',
    `${what} is not kept on this machine, and --offline forbids fetching it.`,
    { hint: 'Do it once with a connection, or name a copy: --registry file:///…', details: { file: what } },
  )
}
