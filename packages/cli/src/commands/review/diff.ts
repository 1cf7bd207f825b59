import { diffFile, diffSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { diffLines, hunkLines } from '../../terminal/diff.ts'
import { printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Show what a submission changes against the published version: permissions first, then files; or the lines of one file. Characters that could steer a terminal or mislead a reader are shown as \\u{…}.',
    )
    .argument('<id>', 'id of the submission')
    .option('--file <path>', 'the lines of this file')
    .action(run)
  examples(
    command,
    ['waybill review diff sub_3f0c', 'permissions and files'],
    ['waybill review diff sub_3f0c --file src/index.js', 'what changed in one'],
  )
}

async function run(id: string, flags: { file?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const access = await signedIn(context)
  const head = (diff: { name: string; version: string; against?: string }) =>
    out.bold(
      printable(
        diff.against === undefined
          ? `${diff.name} ${diff.version}, new`
          : `${diff.name} ${diff.version}, against ${diff.against}`,
      ),
    )
  if (flags.file === undefined) {
    const diff = await diffSubmission(access, id)
    out.result(diff, () => [head(diff), ...diffLines(diff)])
    return
  }
  const diff = await diffFile(access, id, flags.file)
  out.result(diff, () => [head(diff), out.bold(printable(diff.file)), ...hunkLines(diff)])
}
