import { currentRoot, soonestExpiries } from '../trust/index.ts'
import { countPackages } from '../packages/index.ts'
import { countUnsent } from '../platform/mail/index.ts'
import { waitingEvents } from '../platform/outbox.ts'
import { countWaiting } from '../submissions/index.ts'
import { isRegistryRunning, withRegistryDatabase, type OperateOptions } from './connection.ts'
import { readNote } from './note.ts'

export interface RegistryStatus {
  data: string
  running: boolean
  /** Process and address of the running registry. */
  pid?: number
  url?: string
  since?: string
  /** Absent when the registry was never started. */
  fingerprint?: string
  packages: number
  /** Packages that only a catalogue lists. */
  listed: number
  versions: number
  /** Events that wait for the index. */
  waiting: number
  /** Submissions: those the registry works on, and those that wait for a reviewer. */
  submissions: { checking: number; inReview: number }
  /** Mails that were not sent, and those of them that an SMTP server refused; all wait where there is no SMTP. */
  mails: { unsent: number; refused: number; smtp: boolean }
  /** The soonest expiry of each kind of TUF metadata. */
  expires: Record<string, Date>
}

/** `waybill registry status`. */
export function registryStatus(options: OperateOptions): Promise<RegistryStatus> {
  return withRegistryDatabase(options, async (database, settings) => {
    const running = await isRegistryRunning(settings)
    const root = await currentRoot(database)
    const note = running ? await readNote(settings.data) : undefined
    return {
      data: settings.data,
      running,
      ...note,
      ...(root ? { fingerprint: root.fingerprint } : {}),
      ...(await countPackages(database)),
      waiting: (await waitingEvents(database, 'index', 1000)).length,
      submissions: await countWaiting(database),
      mails: { ...(await countUnsent(database)), smtp: settings.mail.smtp !== undefined },
      expires: { ...(root ? { root: root.expiresAt } : {}), ...(await soonestExpiries(database)) },
    }
  })
}
