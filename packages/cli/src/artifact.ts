import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { describe } from './commands/pack.ts'
import type { Context } from './context.ts'

/** Hands `use` an artifact: the file that `path` names, or one that is packed from its folder and removed afterwards. */
export async function withArtifact<T>(
  context: Context,
  { path, format }: { path: string; format?: 'tar.gz' | 'zip' | undefined },
  use: (file: string) => Promise<T>,
): Promise<T> {
  if (!(await isFolder(path))) return use(path)
  const folder = await mkdtemp(join(tmpdir(), 'waybill-publish-'))
  try {
    const packed = await pack(path, { out: folder, signal: context.signal, ...(format ? { format } : {}) })
    context.out.note(`Packed ${packed.name} ${packed.version}: ${describe(packed)}`)
    return await use(packed.file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (cause) {
    throw new WaybillError('file.unreadable', `There is no ${path}.`, {
      hint: 'Name the folder of a plugin, or an artifact that “waybill pack” made.',
      details: { path },
      cause,
    })
  }
}
