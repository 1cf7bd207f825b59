/** Draws SVG in a process of its own, which can be ended whatever it is at. Entry of `rasterizer.ts`. */
import type { RasterizeAnswer } from './rasterizer.ts'

const mostPixels = 4096 * 4096
const mostSide = 2048

process.removeAllListeners('warning')
process.on('disconnect', () => process.exit())
process.on('message', (svg: Uint8Array) => {
  void draw(svg).then((answer) => process.send?.(answer))
})

async function draw(svg: Uint8Array): Promise<RasterizeAnswer> {
  try {
    const { default: sharp } = await import('sharp')
    const png = await sharp(svg, { limitInputPixels: mostPixels, failOn: 'error' })
      .resize({ width: mostSide, height: mostSide, fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer()
    return { png }
  } catch {
    return { failure: 'it cannot be drawn' }
  }
}
