import { Registry } from '@waybill/client'
import type { PackageDocument, PackageVersion } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import { compareVersions, latestVersion } from '@waybill/core/versions'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { parseSpec } from '../package-spec.ts'
import { homeOf } from '../session.ts'
import { facts, table } from '../terminal/table.ts'
import { day, formatBytes, printable } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Show what the registry says of a plugin: what it is, what it needs and asks for, who signed it, its versions.',
    )
    .argument('<name[@version]>', 'the plugin; its latest version unless you name one')
    .action(run)
  examples(
    command,
    ['waybill info csv-tables', 'the latest version'],
    ['waybill info csv-tables@1.0.0', 'this one'],
  )
}

async function run(text: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const spec = parseSpec(text)
  const registry = await Registry.open(await homeOf(context), context.registry)
  const document = await registry.packageDocument(spec.name)
  const latest = latestVersion(document.versions)
  const shown = choose(document, spec.rest ?? latest)
  const versions = spec.rest === undefined ? document.versions : [shown]
  out.result({ ...document, latest: latest ?? null, versions }, () => [
    `${out.bold(`${document.name} ${shown.version}`)}  ${printable(document.description)}`,
    ...facts(factsOf(document, shown)),
    '',
    'Versions:',
    ...table(document.versions.toSorted((a, b) => compareVersions(b.version, a.version)).map(versionRow)),
  ])
}

function choose(document: PackageDocument, version: string | undefined): PackageVersion {
  const found =
    version === undefined
      ? document.versions.at(-1)
      : document.versions.find((each) => each.version === version)
  if (found) return found
  throw new WaybillError('version.not_found', `${document.name} has no version ${version ?? 'at all'}.`, {
    hint: `It has ${document.versions.map((each) => each.version).join(', ')}.`,
    details: { name: document.name, version },
  })
}

function factsOf(document: PackageDocument, shown: PackageVersion): [string, string | undefined][] {
  const needs = Object.entries(shown.dependencies).map(
    ([name, { requirement, optional }]) => `${name} ${requirement}${optional ? ' (optional)' : ''}`,
  )
  const asks = Object.entries(shown.permissions)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}: ${[value].flat().join(', ')}`))
  const settings = Object.entries(shown.configuration).map(
    ([key, { type, required }]) => `${key}: ${type}${required ? ' (required)' : ''}`,
  )
  const paid = shown.artifacts.some(({ access }) => access === 'entitled')
  const signers = new Set(shown.artifacts.map((artifact) => artifact.signature.keyId))
  return [
    ['publisher', publisherOf(document)],
    ['new owner', document.ownershipChangedAt && `since ${day(document.ownershipChangedAt)}`],
    ['category', document.category],
    ['tags', document.listing?.tags.join(', ')],
    ['documentation', document.listing?.documentation],
    ['licence', shown.license],
    ['published', day(shown.publishedAt)],
    ['needs', needs.join(', ')],
    ['asks for', asks.join('; ')],
    ['settings', settings.join(', ')],
    ['artifacts', shown.artifacts.map(({ path, size }) => `${path} (${formatBytes(size)})`).join(', ')],
    ['signed by', [...signers].join(', ')],
    ['costs', paid ? `only for who bought it: waybill price ${document.name}` : undefined],
    ['what is new', shown.releaseNotes],
    ['breaks', shown.breaking ? 'what depends on it, says its publisher' : undefined],
    ['taken back', shown.unpublished && `${day(shown.unpublished.at)}: ${shown.unpublished.reason}`],
    [
      'yanked',
      shown.unpublished ? undefined : shown.yanked && `${day(shown.yanked.at)}: ${shown.yanked.reason}`,
    ],
    ['install', `waybill install ${document.name}`],
  ]
}

function publisherOf({ publisher, publisherDomain }: PackageDocument): string {
  return publisherDomain === undefined ? publisher : `${publisher}, proven to be ${publisherDomain}`
}

function versionRow({ version, publishedAt, yanked, unpublished }: PackageVersion): string[] {
  const state = unpublished ? `taken back: ${unpublished.reason}` : yanked ? `yanked: ${yanked.reason}` : ''
  return [`  ${version}`, day(publishedAt), state]
}
