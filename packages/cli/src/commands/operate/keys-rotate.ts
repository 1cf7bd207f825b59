import { Argument, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

const roles = ['root', 'targets', 'snapshot', 'timestamp', 'bins'] as const

export function define(command: Command): void {
  command
    .description(
      'Replace the key of a role by a new one, in a new root that the root key signs. Clients follow by themselves.',
    )
    .addArgument(new Argument('<role>', 'whose key').choices(roles))
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry keys rotate timestamp', 'replace the key of the timestamp'])
}

async function run(role: (typeof roles)[number], flags: DataFlags, command: Command): Promise<void> {
  const { rotateKey } = await loadServer()
  const rotated = await rotateKey({ ...dataOptions(command, flags), role })
  contextOf(command).out.result({ role, ...rotated }, () => [
    `The ${role} key is now ${rotated.keyId}, in root version ${rotated.version}.`,
    rotated.applied
      ? 'The running registry signs with it.'
      : 'It takes effect when the registry next starts.',
  ])
}
