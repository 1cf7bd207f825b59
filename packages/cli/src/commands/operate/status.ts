import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { facts } from '../../terminal/table.ts'
import { day } from '../../terminal/text.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

export function define(command: Command): void {
  command
    .description(
      'Show how a registry of this machine is: running or not, how much it has, when its metadata expires.',
    )
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry status --data /srv/waybill', 'whether it runs or not'])
}

async function run(flags: DataFlags, command: Command): Promise<void> {
  const { out } = contextOf(command)
  const { registryStatus } = await loadServer()
  const status = await registryStatus(dataOptions(command, flags))
  out.result(status, () => [
    status.running ? `Running at ${out.bold(status.url ?? '')}, process ${status.pid}` : 'Not running.',
    ...facts([
      ['data', status.data],
      ['fingerprint', status.fingerprint ?? 'none: it was never started'],
      ['packages', packagesOf(status)],
      ['versions', String(status.versions)],
      ['waiting', `${status.waiting} for the index`],
      ['submissions', `${status.submissions.inReview} in review, ${status.submissions.checking} in checks`],
      ['mails', mailsOf(status.mails)],
      [
        'expires',
        Object.entries(status.expires)
          .map(([role, at]) => `${role} ${day(at)}`)
          .join(', '),
      ],
    ]),
  ])
}

function packagesOf({ packages, listed }: { packages: number; listed: number }): string {
  return listed > 0 ? `${packages}, and ${listed} listed from a catalogue` : String(packages)
}

function mailsOf({ unsent, refused, smtp }: { unsent: number; refused: number; smtp: boolean }): string {
  if (!smtp) return `${unsent} wait, as there is no SMTP: waybill registry mails`
  return refused > 0 ? `${unsent} wait, ${refused} of them refused by the SMTP server` : `${unsent} wait`
}
