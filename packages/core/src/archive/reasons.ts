import { WaybillError } from '../errors.ts'

/** Why an archive is refused; stable, for programs and tests. The text is for people. */
export const reasons = {
  'not-an-archive': 'is neither a tar.gz nor a zip',
  truncated: 'ends before it should',
  'trailing-data': 'has data after its end',
  'prefixed-data': 'has data before its first entry',
  gap: 'has bytes between entries that belong to none',
  overlap: 'has entries that overlap',
  comment: 'has a comment',
  'gzip-header': 'has a gzip header with extra fields or an unknown method',
  'gzip-checksum': 'has a wrong gzip checksum or length',
  deflate: 'has broken compressed data',
  'tar-checksum': 'has a tar header whose checksum is wrong',
  'tar-format': 'has a tar header that is neither ustar nor pax, as GNU tar makes without --format=ustar',
  'tar-number': 'has a number in a tar header that is not plain octal',
  'tar-padding': 'has bytes where a tar must have zeros',
  'pax-record': 'has a malformed pax record',
  'pax-key': 'has a pax record other than path, size and mtime',
  'pax-order': 'has a pax header that no entry follows',
  'zip-header': 'has a broken zip header',
  'zip-disagrees': 'has local and central zip headers that disagree',
  'zip-extra': 'has a zip extra field that is not accepted',
  'zip-method': 'has an entry that is neither stored nor deflated',
  zip64: 'uses the 64-bit forms of zip, which nothing within the limits needs',
  descriptor: 'has sizes behind an entry instead of before it, as tools that write zips as a stream do',
  'zip-flags': 'has zip flags that are not accepted',
  encrypted: 'has an encrypted entry',
  checksum: 'has an entry with a wrong checksum',
  size: 'has an entry that is longer or shorter than it says',
  symlink: 'has a symbolic link',
  hardlink: 'has a hard link',
  device: 'has a device',
  fifo: 'has a named pipe',
  type: 'has an entry that is neither a file nor a folder',
  setuid: 'has a setuid, setgid or sticky bit',
  'folder-with-data': 'has a folder with content',
  'name-encoding': 'has a name that is not UTF-8',
  'name-empty': 'has an empty name or an empty part in one',
  'name-absolute': 'has an absolute path',
  'name-dots': 'has “.” or “..” in a path',
  'name-backslash': 'has a backslash in a name',
  'name-colon': 'has a colon or a drive letter in a name',
  'name-control': 'has a control or bidirectional character in a name',
  'name-normal-form': 'has a name that is not in Unicode normal form C',
  'name-reserved': 'has a name that Windows reserves',
  'name-trailing': 'has a name that ends in a dot or a space',
  'name-long': 'has a name of more than 255 bytes or a path of more than 32 parts',
  'name-look-alike': 'has a name that some systems take for another path',
  names: 'has more than 32 MiB of names',
  duplicate: 'has an entry twice',
  collision: 'has two names that are one on some systems',
} as const

export type RefusalReason = keyof typeof reasons

const printable = (name: string) =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
    .slice(0, 300)

/** The failure for a reason, naming the entry where one is concerned. */
export function refuse(reason: RefusalReason, entry?: string): WaybillError {
  const where = entry === undefined ? '' : ` (at “${printable(entry)}”)`
  return new WaybillError('archive.refused', `The archive ${reasons[reason]}${where}.`, {
    hint: 'Pack the plugin’s folder with “waybill pack”, which makes archives that are accepted everywhere.',
    details: { reason, ...(entry === undefined ? {} : { entry: printable(entry) }) },
  })
}
