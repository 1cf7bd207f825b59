import { readFile } from 'node:fs/promises'
import {
  getSubmission,
  inspectArtifact,
  submitPackage,
  uploadPackage,
  uploadScreenshot,
  type MarketplaceMetadata,
  type RegistryAccess,
  type Submission,
} from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { Option, type Command } from 'commander'
import { withArtifact } from '../artifact.ts'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { keyOption, openKey, signedIn } from '../session.ts'
import { summaryOf } from '../terminal/submission.ts'
import { formatOption } from './pack.ts'

interface Flags {
  format?: 'tar.gz' | 'zip'
  key?: string
  revise?: string
  category?: string
  tag: string[]
  screenshot: string[]
  documentation: string
  notes?: string
  notesFile?: string
  breaking: boolean
  wait: boolean
}

const collect = (value: string, all: string[]) => [...all, value]

export function define(command: Command): void {
  command
    .description(
      'Hand a plugin in: packs a folder, or takes a packed artifact; signs and uploads it, and submits it to the registry’s checks and review. What the checks say comes back at once; “submission status” follows the rest.',
    )
    .argument('[path]', 'folder of a plugin, or an artifact', '.')
    .option('--revise <id>', 'hand in a revision of this submission')
    .option('--category <id>', 'category, where the manifest names none')
    .option('--tag <word>', 'a tag of the listing (repeatable)', collect, [])
    .option(
      '--screenshot <file>',
      'an image to show (repeatable); without any, those that it shows stay',
      collect,
      [],
    )
    .option('--documentation <text>', 'address of the documentation', '')
    .option('--notes <text>', 'what is new')
    .option('--notes-file <file>', 'what is new, from a file')
    .option('--breaking', 'it breaks what depends on it', false)
    .addOption(new Option('--wait', 'wait until it is decided').default(false))
    .addOption(keyOption())
    .addOption(formatOption())
    .action(run)
  examples(
    command,
    ['waybill submit', 'pack, sign and hand in the folder you are in'],
    ['waybill submit --tag csv --screenshot shot.png', 'with what the marketplace shows'],
    ['waybill submit --revise sub_4iH3JJWFv92qrTp6', 'a revision after changes were asked for'],
  )
}

async function run(path: string, flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const notes = await notesOf(flags)
  await withArtifact(context, { path, format: flags.format }, async (file) => {
    const access = await signedIn(context)
    const key = await openKey(context, flags.key)
    const { manifest } = await inspectArtifact(file)
    const screenshots: string[] = []
    for (const image of flags.screenshot) screenshots.push(await uploadScreenshot(access, image))
    const progress = context.out.progress('Uploading')
    let packageId: string
    try {
      const onProgress = (sent: number, total: number) => progress.update(sent, total)
      const revised = flags.revise === undefined ? {} : { submission: flags.revise }
      ;({ packageId } = await uploadPackage(access, file, { key, onProgress, ...revised }))
    } finally {
      progress.end()
    }
    const category = flags.category ?? manifest.category
    const metadata: MarketplaceMetadata = {
      name: manifest.name,
      version: manifest.version,
      description: manifest.description,
      ...(category === undefined ? {} : { category }),
      tags: flags.tag.length > 0 ? flags.tag : manifest.keywords.slice(0, 20),
      ...(screenshots.length > 0 ? { screenshots } : {}),
      documentation: flags.documentation || (manifest.homepage ?? ''),
    }
    const { submissionId } = await submitPackage(access, {
      packageId,
      metadata,
      breaking: flags.breaking,
      ...(notes === undefined ? {} : { releaseNotes: notes }),
    })
    await show(context, access, { id: submissionId, wait: flags.wait })
  })
}

async function notesOf({ notes, notesFile }: Flags): Promise<string | undefined> {
  if (notesFile === undefined) return notes
  return readFile(notesFile, 'utf8').catch((cause: unknown) => {
    throw new WaybillError('file.unreadable', `${notesFile} cannot be read.`, {
      details: { path: notesFile },
      cause,
    })
  })
}

/** Waits for the checks, or with `wait` for the decision, and prints where the submission stands. */
async function show(
  context: Context,
  access: RegistryAccess,
  { id, wait }: { id: string; wait: boolean },
): Promise<void> {
  context.out.note(
    `Submitted as ${id}. Waiting for the ${wait ? 'decision' : 'checks'}; Ctrl-C leaves it there.`,
  )
  const passing = wait ? ['validating', 'in_review', 'approved'] : ['validating', 'approved']
  const progress = context.out.progress(wait ? 'In review' : 'Checks')
  let found: Submission
  try {
    found = await getSubmission(access, id)
    for (
      let pause = 250;
      passing.includes(found.status);
      pause = Math.min(pause * 1.5, wait ? 15_000 : 2000)
    ) {
      progress.update(found.reviewProgress, 100)
      await delay(pause, context.signal)
      found = await getSubmission(access, id)
    }
  } finally {
    progress.end()
  }
  context.out.result(found, () => summaryOf(found, context.out))
  if (found.status === 'changes_requested' || found.status === 'rejected')
    throw new WaybillError(
      'submission.refused',
      `${id} ${found.status === 'rejected' ? 'was rejected' : 'needs changes'}.`,
      {
        hint: found.next,
        details: { id, status: found.status },
      },
    )
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(new WaybillError('operation.cancelled', 'Stopped waiting; the submission goes on.'))
    }
    function done() {
      signal.removeEventListener('abort', stop)
      resolve()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
