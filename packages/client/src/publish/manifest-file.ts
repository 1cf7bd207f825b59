import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import {
  manifestFiles,
  manifestLimit,
  parseManifest,
  type Manifest,
  type ManifestFile,
} from '@waybill/core/manifest'
import { fileFailure, isMissing } from '../files.ts'

export interface FolderManifest {
  readonly manifest: Manifest
  readonly manifestFile: ManifestFile
  readonly bytes: Uint8Array
}

/**
 * Reads the manifest of a plugin's folder: `plugin.toml`, else `plugin.json`, else `package.json`. Throws
 * `file.unreadable`, `manifest.missing` or `manifest.invalid`.
 */
export async function readFolderManifest(folder: string): Promise<FolderManifest> {
  await requireFolder(folder)
  for (const manifestFile of manifestFiles) {
    const bytes = await readHead(join(folder, manifestFile))
    if (bytes) return { manifest: parseManifest(manifestFile, bytes), manifestFile, bytes }
  }
  throw new WaybillError('manifest.missing', `${folder} has no plugin.toml, plugin.json or package.json.`, {
    hint: 'Name the folder that has the manifest, or make one with “waybill init”.',
    details: { folder },
  })
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined
    throw fileFailure(folder, 'read', cause)
  })
  if (found?.isDirectory()) return
  throw new WaybillError('file.unreadable', `${folder} is ${found ? 'not a folder' : 'not there'}.`, {
    hint: 'Name the folder of the plugin.',
    details: { path: folder },
  })
}

/** Not more than the parser needs to say that it is too much: the file may be anything. */
async function readHead(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const buffer = Buffer.alloc(manifestLimit + 1)
      let filled = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled)
        filled += bytesRead
        if (bytesRead === 0 || filled === buffer.length) break
      }
      if (filled < buffer.length) return buffer.subarray(0, filled)
      // The parser names the size, so it is given all that there is of it, without the bytes.
      return Buffer.alloc((await file.stat()).size)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw fileFailure(path, 'read', cause)
  }
}
