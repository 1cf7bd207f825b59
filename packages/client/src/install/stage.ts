import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { readArchive, readTarGz } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import type { Manifest } from '@waybill/core/manifest'
import { artifactLocator } from '../cache/address.ts'
import { fetchArtifact } from '../cache/fetch.ts'
import { linkFromStore, linkIntoStore } from '../cache/unpacked.ts'
import type { Home } from '../home.ts'
import type { Registry } from '../registry/registry.ts'
import { stagingOf } from './journal.ts'
import type { FileSource, RegistrySource, Step } from './plan.ts'
import { manifestOf, openSource, writeEntries } from './unpack.ts'

export interface Staged {
  readonly manifest: Manifest
  /** SHA-256 of the list of its files, which lies beside it in staging. */
  readonly filesDigest: string
  /** Its files are links to files that were flushed before. */
  readonly isLinked: boolean
}

export interface StageOptions {
  readonly registry: Registry | undefined
  readonly signal: AbortSignal | undefined
  readonly onProgress: (received: number) => void
}

/**
 * Fetches, verifies and unpacks what a step installs, into staging, where nobody reads. When it returns, every byte there
 * is of a verified artifact (or of the local archive that was named), and the artifact is the package it should be.
 */
export async function stage(home: Home, step: Step, options: StageOptions): Promise<Staged> {
  const source = step.source as RegistrySource | FileSource
  const folder = stagingOf(home, step.name, step.version)
  await rm(folder, { recursive: true, force: true })
  const { files, isLinked } =
    source.kind === 'file'
      ? { files: await unpackFile(source.file, folder), isLinked: false }
      : await stageArtifact(home, step, source, folder, options)
  const manifest = manifestOf(folder)
  requireIdentity(step, manifest)
  writeFileSync(`${folder}.files`, files)
  return { manifest, filesDigest: createHash('sha256').update(files).digest('hex'), isLinked }
}

async function stageArtifact(
  home: Home,
  step: Step,
  { version, keys }: RegistrySource,
  folder: string,
  { registry, signal, onProgress }: StageOptions,
): Promise<{ files: string; isLinked: boolean }> {
  const artifact = version.artifacts[0]
  if (!artifact || !registry) throw new Error(`${step.name} has nothing to fetch`)
  const request = {
    locate: artifactLocator(registry, { name: step.name, version: step.version, artifact }, signal),
    offline: registry.isOffline,
    artifact,
    keys,
    signal,
    onProgress,
  }
  const linked = linkFromStore(home.cache, artifact, keys, folder)
  if (linked !== undefined) {
    onProgress(artifact.size)
    return { files: linked, isLinked: true }
  }
  let files = ''
  if (artifact.format === 'tar.gz') {
    await fetchArtifact(home.cache, request, async (packed) => {
      // A second call starts anew.
      await rm(folder, { recursive: true, force: true })
      files = await writeEntries(readTarGz(packed, { packedSize: artifact.size }), folder)
    })
  } else files = await unpackFile(await fetchArtifact(home.cache, request), folder)
  linkIntoStore(home.cache, artifact.sha256, folder, files)
  return { files, isLinked: false }
}

async function unpackFile(file: string, folder: string): Promise<string> {
  const { source, close } = await openSource(file)
  try {
    return await writeEntries(readArchive(source), folder)
  } finally {
    await close()
  }
}

function requireIdentity({ name, version, source }: Step, manifest: Manifest): void {
  const platform = source?.kind === 'registry' ? source.version.artifacts[0]?.platform : manifest.platform
  const isSame = manifest.name === name && manifest.version === version
  if (isSame && (manifest.platform ?? 'any') === (platform ?? 'any')) return
  throw new WaybillError(
    'trust.mismatch',
    `The archive of ${name} ${version} is one of ${manifest.name} ${manifest.version}.`,
    { hint: 'Do not install it; tell the registry’s operator.' },
  )
}
