import { WaybillError } from '@waybill/core/errors'
import type { Metadata, Sharp } from 'sharp'

/** What a screenshot may be. */
export const screenshotLimits = {
  count: 10,
  bytes: 10 * 1024 * 1024,
  narrowest: 320,
  widest: 4096,
  pixels: 40_000_000,
} as const

const servedWidth = 2560
/** WebP ends at 16,383 pixels a side. */
const servedHeight = 8192
const decodeSeconds = 30

/**
 * A screenshot as it is served: its first frame, upright, without metadata, as WebP of at most 2560 pixels in width.
 * `name` is what messages call it. Throws `screenshot.invalid` for anything but a PNG, JPEG or WebP within the limits.
 */
export async function reencodeScreenshot(
  bytes: Uint8Array,
  name = 'screenshot',
): Promise<{ bytes: Buffer; width: number; height: number; type: 'image/webp' }> {
  requireType(bytes, name)
  return decoding(name, async () => {
    const { image } = await open(bytes)
    const { data, info } = await image
      .resize({ width: servedWidth, height: servedHeight, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height, type: 'image/webp' as const }
  })
}

/** Decodes a screenshot wholly and gives its upright size in pixels. Throws `screenshot.invalid`. */
export async function measureScreenshot(
  bytes: Uint8Array,
  name: string,
): Promise<{ width: number; height: number }> {
  requireType(bytes, name)
  return decoding(name, async () => {
    const { autoOrient }: Metadata = await (await open(bytes)).image.metadata()
    // The header alone would pass a file that breaks off behind it.
    await (await open(bytes)).image.resize(16, 16, { fit: 'fill' }).raw().toBuffer()
    return autoOrient
  })
}

/** The library is loaded for the first picture: it is large, and many registries never see one. */
async function open(bytes: Uint8Array): Promise<{ image: Sharp }> {
  const { default: sharp } = await import('sharp')
  const image = sharp(bytes, {
    limitInputPixels: screenshotLimits.pixels,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
  })
    .autoOrient()
    .timeout({ seconds: decodeSeconds })
  // In an object, as a picture alone would be awaited for its bytes.
  return { image }
}

/** Other formats, which the library would also take, never reach their decoders. */
function requireType(bytes: Uint8Array, name: string): void {
  if (bytes.length > screenshotLimits.bytes)
    throw refused(name, `has ${bytes.length} bytes; ${screenshotLimits.bytes} are allowed`)
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  const isPng = head.startsWith('\x89PNG\r\n\x1a\n')
  const isJpeg = head.startsWith('\xff\xd8\xff')
  const isWebp = head.startsWith('RIFF') && head.endsWith('WEBP') && head.length === 12
  if (!isPng && !isJpeg && !isWebp) throw refused(name, 'is no PNG, JPEG or WebP')
}

async function decoding<T>(name: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : ''
    if (/pixel limit/i.test(message))
      throw refused(name, `has more than ${screenshotLimits.pixels} pixels`, cause)
    throw refused(name, 'cannot be decoded', cause)
  }
}

function refused(name: string, why: string, cause?: unknown): WaybillError {
  return new WaybillError('screenshot.invalid', `The screenshot “${name.slice(0, 100)}” ${why}.`, {
    hint: 'Send a PNG, JPEG or WebP, 320 to 4096 pixels wide, of at most 10 MB.',
    details: { name },
    ...(cause === undefined ? {} : { cause }),
  })
}
