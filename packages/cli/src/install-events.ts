import { setFlagsFromString } from 'node:v8'
import type { InstallEvent, LockHolder } from '@waybill/client'
import type { Output } from './terminal/output.ts'
import { planLines } from './terminal/plan.ts'
import { formatBytes, printable } from './terminal/text.ts'

/**
 * Tells people what an installation does. Call `end` when it is over. An installation passes bytes on and keeps little: V8 is
 * to save memory (40 MB less at the peak), which costs a little time.
 */
export function followInstall(out: Output) {
  setFlagsFromString('--optimize-for-size')
  const progress = out.progress('Downloading')
  const received = new Map<string, number>()
  let total = 0
  let planned = 0
  let finished = 0
  return {
    onEvent: (event: InstallEvent): void => {
      switch (event.kind) {
        case 'plan':
          total = event.plan.downloadBytes
          planned = event.plan.steps.filter(({ action, source }) => action !== 'keep' && source).length
          for (const line of planLines(event.plan)) out.note(line)
          return
        case 'download':
          received.set(event.name, event.received)
          progress.update(
            [...received.values()].reduce((sum, bytes) => sum + bytes, 0),
            total,
            `${printable(event.name)} ${event.version}: ${formatBytes(event.received)} of ${formatBytes(event.total)} (${finished} of ${planned} done)`,
          )
          return
        case 'recovered':
          out.note(`An operation that was interrupted before was ${event.how}.`)
          return
        case 'unsigned':
          out.warn(`nobody vouches for ${event.file}: it comes from no registry.`)
          return
        case 'lacking':
          out.warn(
            `${event.name} ${event.version} needs ${event.missing.map(printable).join(', ')}, which this machine does not have.`,
          )
          return
        case 'done':
          finished++
          return
      }
    },
    onWait: (holder: LockHolder | undefined): void => {
      out.note(
        holder ? `Waiting for process ${holder.pid} (${holder.what})…` : 'Waiting for another process…',
      )
    },
    end: () => progress.end(),
  }
}
