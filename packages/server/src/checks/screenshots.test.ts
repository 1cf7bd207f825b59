import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { reencodeScreenshot } from './index.ts'
import { resultOf, subjectOf } from './test/subject.ts'

const picture = (width: number, height = 200) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

async function checked(...pictures: Uint8Array[]) {
  const subject = await subjectOf()
  const screenshots = pictures.map((bytes, i) => ({ name: `shot-${i}.png`, bytes }))
  return resultOf('screenshots', { ...subject, listing: { ...subject.listing, screenshots } })
}

describe('screenshots', () => {
  test('are PNG, JPEG or WebP, 320 to 4096 pixels wide', async () => {
    const good = [picture(320).png(), picture(1000).jpeg(), picture(4096).webp()]
    expect((await checked(...(await Promise.all(good.map((each) => each.toBuffer()))))).status).toBe('pass')
    for (const width of [319, 4097])
      expect(await checked(await picture(width).png().toBuffer())).toMatchObject({
        status: 'fail',
        evidence: [{ file: 'shot-0.png', text: expect.stringContaining(`${width} pixels`) }],
      })
    expect((await checked()).status).toBe('pass')
  })

  test('that are something else, broken off, or too many fail', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>')
    expect((await checked(svg)).evidence[0]?.text).toContain('no PNG')
    expect((await checked(await picture(500).gif().toBuffer())).status).toBe('fail')
    const noise = await sharp(
      Buffer.from(Array.from({ length: 500 * 200 * 3 }, (_, i) => (i * 7919) % 251)),
      {
        raw: { width: 500, height: 200, channels: 3 },
      },
    )
      .png()
      .toBuffer()
    expect((await checked(noise)).status).toBe('pass')
    expect((await checked(noise.subarray(0, noise.length / 2))).status).toBe('fail')
    expect((await checked(Buffer.alloc(10 * 1024 * 1024 + 1))).evidence[0]?.text).toContain('10485760')
    expect((await checked(...Array.from({ length: 11 }, () => noise))).summary).toContain('11 screenshots')
  })

  test('with more pixels than can be decoded safely fail', async () => {
    const bomb = await sharp({ create: { width: 4000, height: 12_000, channels: 3, background: 'white' } })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect((await checked(bomb)).evidence[0]?.text).toContain('more than 40000000 pixels')
    await expect(reencodeScreenshot(bomb, 'bomb.png')).rejects.toMatchObject({
      code: 'screenshot.invalid',
      message: expect.stringContaining('bomb.png'),
    })
  })
})

describe('a screenshot as it is served', () => {
  test('is upright WebP of bounded width, without metadata', async () => {
    const original = await picture(600, 300)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Ada, at home' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const { bytes, ...rest } = await reencodeScreenshot(original)
    expect(rest).toEqual({ width: 300, height: 600, type: 'image/webp' })
    const { format, exif, orientation, icc, xmp } = await sharp(bytes).metadata()
    expect({ format, exif, orientation, icc, xmp }).toEqual({ format: 'webp' })
    expect(bytes.includes('Ada')).toBe(false)
    expect(await reencodeScreenshot(await picture(4000, 400).png().toBuffer())).toMatchObject({
      width: 2560,
      height: 256,
    })
  })

  test('is the first frame of one that moves', async () => {
    const frames = await sharp(
      [await picture(400).png().toBuffer(), await picture(400).negate().png().toBuffer()],
      {
        join: { animated: true },
      },
    )
      .webp({ lossless: true })
      .toBuffer()
    expect((await sharp(frames).metadata()).pages).toBe(2)
    const { bytes } = await reencodeScreenshot(frames)
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1)
  })
})
