import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, verify } from 'node:crypto'
import { join } from 'node:path'
import { packageDocumentSchema, parseDocument, type PackageDocument } from '@waybill/core/documents'
import { paths, targets } from '@waybill/core/paths'
import { binOf } from '@waybill/core/trust'
import { findRunningPostgres } from '../../packages/server/src/platform/postgres/index.ts'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'

export interface RegistryProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly ownerToken: string | undefined
}

/** Starts a registry on a data folder in another process; its standard error is shown when it fails. */
export async function startProcess(data: string): Promise<RegistryProcess> {
  const script = join(import.meta.dirname, 'registry-process.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.includes('\n'))
      return { child, ...(JSON.parse(text) as { url: string; ownerToken: string | undefined }) }
  }
  throw new Error(`the registry did not start: ${errors}`)
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

export interface Acknowledged {
  readonly name: string
  readonly version: string
  readonly sha256: string
}

/** Publishes over 16 connections until done or cut off; returns what was acknowledged. Two versions for each name. */
export async function publishUntilKilled(
  publisher: TestPublisher,
  prefix: string,
  count: number,
): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let i = next++; i < count; i = next++) {
        const [name, version] = [`${prefix}-${i >> 1}`, `1.0.${i & 1}`]
        // Every tenth is too large for memory, so that files on their way are cut off as well.
        const filler =
          i % 10 === 0
            ? Array.from({ length: 1500 }, (_, n) =>
                createHash('sha512').update(`${prefix}${i}${n}`).digest('hex'),
              ).join('\n')
            : `${i}`
        const artifact = await packPlugin(name, version, '', { 'filler.txt': filler })
        try {
          const { status } = await publisher.publish(artifact)
          if (status === 201)
            acknowledged.push({ name, version, sha256: createHash('sha256').update(artifact).digest('hex') })
          else if (status < 500) throw new Error(`${name} ${version} was refused with ${status}`)
        } catch (error) {
          if (error instanceof TypeError) return
          throw error
        }
      }
    }),
  )
  return acknowledged
}

/** Reads the tree as a client does, from the timestamp down, checking each digest. */
export class TreeWalk {
  readonly #url: string
  readonly #bins = new Map<string, Record<string, { length: number; hashes: { sha256: string } }>>()
  #meta: Record<string, { version: number }> = {}

  constructor(url: string) {
    this.#url = url
  }

  async open(): Promise<this> {
    const timestamp = await this.#json(paths.timestamp)
    const head = timestamp.signed.meta['snapshot.json']
    const bytes = await this.bytes(paths.tufMetadata('snapshot', head.version))
    if (sha256(bytes) !== head.hashes.sha256) throw new Error('the snapshot is not the one of the timestamp')
    this.#meta = JSON.parse(bytes.toString()).signed.meta
    return this
  }

  async document(name: string): Promise<PackageDocument | undefined> {
    const target = targets.package(name)
    const bin = binOf(target, 8)
    const listed =
      this.#bins.get(bin) ??
      (await this.#json(paths.tufMetadata(bin, this.#meta[`${bin}.json`]!.version))).signed.targets
    this.#bins.set(bin, listed)
    const info = listed[target]
    if (!info) return undefined
    const bytes = await this.bytes(paths.target(target, info.hashes.sha256))
    if (sha256(bytes) !== info.hashes.sha256 || bytes.length !== info.length)
      throw new Error(`the document of ${name} is not the one of its bin`)
    return parseDocument(packageDocumentSchema, bytes, target)
  }

  /** Throws unless the version is listed and its artifact and signature are there and right. */
  async requireVersion(
    { name, version }: Pick<Acknowledged, 'name' | 'version'>,
    expected?: string,
  ): Promise<void> {
    const document = await this.document(name)
    const artifact = document?.versions.find((each) => each.version === version)?.artifacts[0]
    if (!document || !artifact) throw new Error(`${name} ${version} is lost`)
    const bytes = await this.bytes(artifact.path)
    if (sha256(bytes) !== artifact.sha256) throw new Error(`${name} ${version} has other bytes`)
    if (expected !== undefined && artifact.sha256 !== expected)
      throw new Error(`${name} ${version} is not what was published`)
    const key = document.keys.find((each) => each.keyId === artifact.signature.keyId)
    if (!key || !verify(null, bytes, key.pem, Buffer.from(artifact.signature.value, 'base64')))
      throw new Error(`${name} ${version} is not signed`)
    const detached = await this.bytes(`${artifact.path}.sig`)
    if (detached.toString('base64') !== artifact.signature.value)
      throw new Error(`${name} ${version} has another .sig`)
  }

  async bytes(path: string): Promise<Buffer> {
    const response = await fetch(`${this.#url}/${path}`)
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }

  async #json(path: string) {
    return JSON.parse((await this.bytes(path)).toString())
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Stops the PostgreSQL that a killed registry left running. */
export async function stopPostgres(data: string): Promise<void> {
  const postgres = await findRunningPostgres(join(data, 'postgres'))
  await postgres?.stop()
}
