import { compareVersions, parseVersion } from '@waybill/core/versions'
import type { Check, CheckSubject, Evidence } from './check.ts'
import type { PackageContents } from './contents.ts'

/** The manifest is valid, and says the same as the listing. */
export const manifest: Check = {
  id: 'manifest',
  title: 'Manifest',
  needs: 'subject',
  async run(subject, reading) {
    if (reading.state === 'manifest refused') {
      const { message, hint } = reading.error
      return { status: 'fail', summary: message, evidence: hint === undefined ? [] : [{ text: hint }] }
    }
    if (reading.state === 'archive refused')
      return { status: 'error', summary: 'This could not be done, because the archive was refused.' }
    if (reading.state === 'unreadable') throw reading.error
    const { manifestFile } = reading.contents
    const problems = [...differences(subject, reading.contents)]
    const evidence: Evidence[] = problems.map((text) => ({ file: manifestFile, text }))
    const [first] = problems
    if (first !== undefined) return { status: 'fail', summary: first, evidence }
    const older = olderThanLast(subject, reading.contents)
    if (older !== undefined) return { status: 'warn', summary: older }
    return { status: 'pass', summary: `${manifestFile} is valid and agrees with the listing.` }
  },
}

function* differences(
  { listing, categories }: CheckSubject,
  { manifest }: PackageContents,
): Generator<string> {
  if (manifest.name !== listing.name)
    yield `The manifest’s name is “${manifest.name}”, the listing’s “${listing.name}”.`
  if (manifest.version !== listing.version)
    yield `The manifest’s version is ${manifest.version}, the listing’s ${listing.version}.`
  const named = [manifest.category, listing.category].filter((each) => each !== undefined)
  if (new Set(named).size > 1)
    yield `The manifest’s category is “${manifest.category}”, the listing’s “${listing.category}”.`
  for (const each of new Set(named))
    if (!categories.includes(each)) yield `This registry has no category “${each}”.`
  if (manifest.description.trim() === '') yield 'The manifest has no description.'
}

/** A repair of an older line, or another platform of the last version, is no fault, but worth a look. */
function olderThanLast({ previous }: CheckSubject, { manifest }: PackageContents): string | undefined {
  if (!previous || compareVersions(parseVersion(manifest.version), previous.version) > 0) return undefined
  return `Version ${manifest.version} is not newer than ${previous.version}, the newest one.`
}
