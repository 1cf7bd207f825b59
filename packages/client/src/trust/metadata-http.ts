import { WaybillError } from '@waybill/core/errors'
import type { MetadataFetcher } from '@waybill/core/trust'
import { answerTime, readBody, send } from '../http.ts'

export interface HttpMetadata extends MetadataFetcher {
  /** The registry's clock, as its last answer told it. */
  registryTime(): Date | undefined
}

/** Fetches metadata below a base URL, which ends in a slash. */
export function metadataHttp(base: string): HttpMetadata {
  let time: Date | undefined
  return {
    registryTime: () => time,
    async fetch(file, limit) {
      const url = base + file
      // The timestamp must come from the registry itself, not from a cache on the way.
      const headers = file === 'timestamp.json' ? { 'cache-control': 'no-cache' } : {}
      const response = await send(url, { headers })
      time = answerTime(response)
      if (response.status === 404 || response.status === 403) {
        await response.body?.cancel()
        return undefined
      }
      if (response.status !== 200) {
        await response.body?.cancel()
        throw new WaybillError('registry.unreachable', `${url} answered ${response.status}.`, {
          hint: 'The registry may be starting or broken: try again in a while.',
          details: { url, status: response.status },
        })
      }
      return readBody(url, response, limit)
    },
  }
}
