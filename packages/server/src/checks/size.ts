import { isWaybillError } from '@waybill/core/errors'
import type { Check, CheckSubject } from './check.ts'
import type { PackageContents } from './contents.ts'

/** The share of a limit from which on a warning is due. */
const near = 0.8

/** Packed size, unpacked size and number of entries against the registry's limits. */
export const size: Check = {
  id: 'size',
  title: 'Size',
  needs: 'subject',
  async run(subject, reading) {
    if (subject.size > subject.limits.packedBytes)
      return { status: 'fail', summary: sentence(['bytes packed', subject.size, subject.limits.packedBytes]) }
    if (reading.state === 'archive refused') {
      if (isWaybillError(reading.error, 'archive.too_large'))
        return { status: 'fail', summary: reading.error.message }
      return { status: 'error', summary: 'This could not be done, because the archive was refused.' }
    }
    if (reading.state === 'manifest refused')
      return { status: 'error', summary: 'This could not be done, because the manifest was refused.' }
    if (reading.state === 'unreadable') throw reading.error
    const measured = measures(subject, reading.contents)
    const close = measured.filter(([, value, most]) => value > near * most)
    if (close.length > 0)
      return {
        status: 'warn',
        summary: 'The plugin is close to a limit.',
        evidence: close.map((each) => ({ text: sentence(each) })),
      }
    return { status: 'pass', summary: 'The plugin is well within the limits.' }
  },
}

type Measure = [what: string, value: number, most: number]

function measures({ size, limits }: CheckSubject, { unpackedBytes, paths }: PackageContents): Measure[] {
  return [
    ['bytes packed', size, limits.packedBytes],
    ['bytes unpacked', unpackedBytes, limits.unpackedBytes],
    ['files and folders', paths.size + foldersOf(paths), limits.entries],
  ]
}

function foldersOf(paths: ReadonlySet<string>): number {
  const folders = new Set<string>()
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  return folders.size
}

const sentence = ([what, value, most]: Measure) => `${value} ${what}; ${most} are allowed.`
