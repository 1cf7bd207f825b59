import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { networkOf, takeAllowance } from '../../platform/allowance.ts'
import { day, minute, type Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Outgoing } from '../../platform/outgoing/index.ts'
import { inTurns } from '../../platform/turns.ts'
import { isSignedImage } from './image-address.ts'
import { imageType } from './image-types.ts'
import { imageCache, type Image } from './kept-images.ts'
import { openRasterizer } from './rasterizer.ts'

export interface ImageContext {
  database: Database
  clock: Clock
  outgoing: Outgoing
  /** Signs the addresses; absent where images are blocked. */
  secret: string | undefined
}

const mostBytes = 5 * 1024 * 1024
/** A drawing is text: larger ones are no badges. */
const mostSvgBytes = 1024 * 1024
const keptBytes = 64 * 1024 * 1024
const allowance = { most: 600, seconds: 600 }
const fetching = {
  maxBytes: mostBytes,
  timeoutMs: 10_000,
  redirects: 3,
  headers: { accept: 'image/avif,image/webp,image/png,image/*;q=0.8' },
}

/** Fetches the images of READMEs for their readers, so that nobody else learns who reads. */
export function openImages({ database, clock, outgoing, secret }: ImageContext) {
  const rasterizer = openRasterizer()
  const cache = imageCache(keptBytes)
  const underway = new Map<string, Promise<Image>>()
  const turn = inTurns(16, 400)

  /**
   * An image at an address that this registry signed, for a reader at a network address. Throws `image.url_refused`,
   * `image.unusable` or `limit.exceeded`.
   */
  async function imageOf(asked: { url: string; signature: string; from: string }): Promise<Image> {
    const { url, signature, from } = asked
    if (secret === undefined || !isSignedImage(secret, url, signature))
      throw new WaybillError('image.url_refused', 'This address of an image was not made by this registry.', {
        hint: 'Read the README again: it has the addresses of its images.',
      })
    const found = cache.get(url, clock().getTime())
    if (found?.image) return found.image
    if (found) throw unusable(url, found.failure)
    const running = underway.get(url)
    if (running) return running
    const fetched = takeAllowance({ database, clock }, `readme images ${networkOf(from)}`, allowance)
      .then(() => turn(() => fetchImage(url)))
      .finally(() => underway.delete(url))
    underway.set(url, fetched)
    return fetched
  }

  async function fetchImage(url: string): Promise<Image> {
    try {
      const image = await shown(url)
      // Whoever has drawings made that take for ever does not get many of them.
      if ('failure' in image) return failed(url, image.failure, { forMs: image.isCostly ? day : 5 * minute })
      cache.set(url, { image, until: clock().getTime() + day })
      return image
    } catch (error) {
      if (isWaybillError(error, 'outgoing.failed', 'outgoing.refused'))
        return failed(url, 'it could not be fetched', { forMs: 5 * minute, cause: error })
      throw error
    }
  }

  function failed(url: string, failure: string, { forMs, cause }: { forMs: number; cause?: unknown }): never {
    cache.set(url, { failure, until: clock().getTime() + forMs })
    throw unusable(url, failure, cause)
  }

  async function shown(url: string): Promise<Image | { failure: string; isCostly?: boolean }> {
    const { status, bytes } = await outgoing.fetch(url, fetching)
    if (status !== 200) return { failure: `its server answers ${status}` }
    const type = imageType(bytes)
    if (type === undefined) return { failure: 'it is of no kind that is shown' }
    if (type !== 'image/svg+xml') return { type, bytes }
    if (bytes.length > mostSvgBytes || bytes.includes('<!ENTITY'))
      return { failure: 'it is no plain drawing' }
    // A drawing can hold scripts: only what it looks like is passed on.
    const drawn = await rasterizer.rasterize(bytes)
    return 'failure' in drawn
      ? { ...drawn, isCostly: true }
      : { type: 'image/png', bytes: Buffer.from(drawn.png) }
  }

  return { imageOf, close: rasterizer.close }
}

function unusable(url: string, why: string, cause?: unknown): WaybillError {
  return new WaybillError('image.unusable', `The image cannot be shown: ${why}.`, {
    details: { url: url.slice(0, 300) },
    ...(cause === undefined ? {} : { cause }),
  })
}
