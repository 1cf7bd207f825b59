import { publishArtifact, type PublisherKeyPair, type RegistryAccess } from '@waybill/client'
import type { Command } from 'commander'
import { withArtifact } from '../artifact.ts'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { keyOption, openKey, signedIn } from '../session.ts'
import { formatBytes } from '../terminal/text.ts'
import { formatOption } from './pack.ts'

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
  await withArtifact(context, { path, format: flags.format }, async (file) => {
    const access = await signedIn(context)
    await send(context, access, { file, key: await openKey(context, flags.key) })
  })
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
