import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, publishArtifact, type PublisherKeyPair, type RegistryAccess } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { keyOption, openKey, signedIn } from '../session.ts'
import { formatBytes } from '../terminal/text.ts'
import { describe, formatOption } from './pack.ts'

interface Flags {
  format?: 'tar.gz' | 'zip'
  key?: string
}

export function define(command: Command): void {
  command
    .description(
      'Publish a plugin: packs a folder, or takes a packed artifact; signs it with your key (or sends FILE.sig where there is one) and uploads it. When it returns, the version is stored, signed and can be installed. A version can be published once only.',
    )
    .argument('[path]', 'folder of a plugin, or an artifact', '.')
    .addOption(keyOption())
    .addOption(formatOption())
    .action(run)
  examples(
    command,
    ['waybill publish', 'pack, sign and publish the folder you are in'],
    ['waybill publish dist/csv-tables-1.0.0.zip', 'publish what was packed before'],
  )
}

async function run(path: string, flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const isFolder = await isFolderOrFile(path)
  const access = await signedIn(context)
  const key = await openKey(context, flags.key)
  if (!isFolder) return send(context, access, { file: path, key })
  const folder = await mkdtemp(join(tmpdir(), 'waybill-publish-'))
  try {
    const packed = await pack(path, {
      out: folder,
      signal: context.signal,
      ...(flags.format ? { format: flags.format } : {}),
    })
    context.out.note(`Packed ${packed.name} ${packed.version}: ${describe(packed)}`)
    await send(context, access, { file: packed.file, key })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function isFolderOrFile(path: string): Promise<boolean> {
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

async function send(
  { out }: Context,
  access: RegistryAccess,
  { file, key }: { file: string; key: PublisherKeyPair },
): Promise<void> {
  const progress = out.progress('Uploading')
  try {
    const onProgress = (sent: number, total: number) => progress.update(sent, total)
    const published = await publishArtifact(access, file, { key, onProgress })
    progress.end()
    out.result({ ...published, registry: access.url }, () => [
      `Published ${out.bold(`${published.name} ${published.version}`)} to ${access.url} as ${published.publisher}`,
      `  ${published.artifact.path}, ${formatBytes(published.artifact.size)}`,
      `  sha256 ${published.artifact.sha256}`,
    ])
  } finally {
    progress.end()
  }
}
