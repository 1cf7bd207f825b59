import { randomBytes } from 'node:crypto'
import { writeArchive } from '@waybill/core/archive'
import {
  createPublisher,
  makeArtifact,
  verdaccioPublish,
  verdaccioUser,
  waybillPublish,
} from './artifacts.ts'
import { send } from './load.ts'

/** Publishes the small plugins to both registries, and a plugin of many files and a huge one to Waybill's. */
export async function publishAll(
  registry: { url: string; ownerToken: string },
  verdaccio: { url: string },
  names: readonly string[],
): Promise<void> {
  const publisher = await createPublisher(registry.url, registry.ownerToken)
  const token = await verdaccioUser(verdaccio.url)
  for (const name of names) {
    const artifact = await makeArtifact(name, '1.0.0', 20_000)
    await send(registry.url, waybillPublish(publisher, artifact))
    await send(verdaccio.url, verdaccioPublish(token, verdaccio.url, name, '1.0.0', await npmTarball(name)))
  }
  await send(registry.url, waybillPublish(publisher, await manyFiles('bench-large', 1700, 28_000)))
  await send(registry.url, waybillPublish(publisher, await manyFiles('bench-huge', 300, 500_000)))
}

/** As many bytes of noise, in the layout that npm unpacks. */
async function npmTarball(name: string): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify({ name, version: '1.0.0', license: 'MIT' }))
  return archive([
    { path: 'package/package.json', bytes: json },
    { path: 'package/data.bin', bytes: randomBytes(19_500) },
  ])
}

/** Half of the files are text that compresses, half are noise. */
async function manyFiles(name: string, count: number, bytes: number): Promise<Buffer> {
  const manifest = `[package]\nname = "${name}"\nversion = "1.0.0"\ncategory = "community/experimental"\n`
  const text = Buffer.from(`a line of some text ${name}\n`.repeat(Math.ceil(bytes / 30)))
  const files = Array.from({ length: count }, (_, i) => ({
    path: `folder-${i % 40}/file-${i}`,
    bytes: i % 2 === 0 ? text.subarray(0, bytes) : randomBytes(bytes * 2),
  }))
  return archive([{ path: 'plugin.toml', bytes: Buffer.from(manifest) }, ...files])
}

async function archive(files: readonly { path: string; bytes: Buffer }[]): Promise<Buffer> {
  const entries = files.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    executable: false,
    content: async function* () {
      yield bytes
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, 'tar.gz')) chunks.push(chunk)
  return Buffer.concat(chunks)
}
