import { pack, type PackedArtifact } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { count, formatBytes, printable } from '../terminal/text.ts'

export interface PackFlags {
  format?: 'tar.gz' | 'zip'
  out?: string
}

export const formatOption = () =>
  new Option('--format <format>', 'archive format (default: tar.gz)').choices(['tar.gz', 'zip'])

export function define(command: Command): void {
  command
    .description(
      'Pack the folder of a plugin into an artifact. The same files give the same bytes, on every machine. What .waybillignore names (else .gitignore) is left out; links and private keys are refused.',
    )
    .argument('[folder]', 'folder with plugin.toml, plugin.json or package.json', '.')
    .addOption(formatOption())
    .option('--out <path>', 'file to write, or a folder to put it in (default: here)')
    .action(run)
  examples(
    command,
    ['waybill pack', 'pack the folder you are in'],
    ['waybill pack my-plugin --format zip --out dist/', 'pack another one, as a zip, into dist/'],
  )
}

async function run(folder: string, flags: PackFlags, command: Command): Promise<void> {
  const { out, signal } = contextOf(command)
  const { manifest: _, ...packed } = await pack(folder, { ...flags, signal })
  out.result(packed, () => [
    `Packed ${out.bold(`${packed.name} ${packed.version}`)}: ${describe(packed)}`,
    `  ${printable(packed.file)}`,
    `  sha256 ${packed.sha256}`,
  ])
}

/** `3 files, 1.2 kB`. */
export function describe({ entries, size }: Pick<PackedArtifact, 'entries' | 'size'>): string {
  return `${count(entries.length, 'file')}, ${formatBytes(size)}`
}
