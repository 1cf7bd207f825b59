import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { WaybillError } from '../errors.ts'
import { bytesSource, readArchive } from './index.ts'
import { verdicts } from './test/malo-verdicts.ts'

/** The malo corpus: archives with known hostile or broken shapes. It lies beside the repository, not in it. */
const corpus = join(import.meta.dirname, '../../../../../shared/data/malo')
const isThere = existsSync(corpus)
if (!isThere && process.env.WAYBILL_TEST_REQUIRE_ALL) throw new Error(`the malo corpus is not at ${corpus}`)

interface Member {
  member: string
  type: string
  size?: number
  sha256?: string
}

/** Accepted by others, refused here on purpose, by what DESIGN §5 says of archives. */
const refusedOnPurpose: Readonly<Record<string, string>> = {
  'tar/accept/symlink.tar': 'regular files and folders only',
  'zip/accept/comment.zip': 'no comment',
  'zip/accept/data_descriptor.zip': 'local and central headers equal in every field',
  'zip/accept/data_descriptor_zip64.zip': 'local and central headers equal in every field',
  'zip/accept/normal_deflate_zip64_extra.zip':
    'nothing within the limits needs 64-bit forms, and readers differ on them',
  'zip/accept/zip64_eocd.zip': 'one end record',
}

/** Contents of the accepted cases without a listing of their own. */
const known: Readonly<Record<string, Record<string, string | undefined>>> = {
  'tar/accept/global_pax.tar': { 'global.txt': 'hello' },
  'tar/accept/pax_extended_header.tar': { 'from-x.txt': 'hello' },
  'tar/accept/pax_path_empty_fixed.tar': { 'filled-from-pax.txt': 'hello' },
  'zip/accept/deflate.zip': { foo: 'abcdefgh' },
  'zip/accept/normal_deflate.zip': { fixme: 'hello' },
  'zip/accept/store.zip': { foo: 'abcdefgh' },
  'zip/accept/subdir.zip': { 'foo/': undefined, 'foo/bar': 'abcdefgh' },
}

const cases = (verdict: string) =>
  ['tar', 'zip'].flatMap((format) => {
    const folder = join(corpus, format, verdict)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => name.endsWith(`.${format}`))
      .map((name) => `${format}/${verdict}/${name}`)
  })

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

async function read(name: string): Promise<Member[]> {
  const bytes = readFileSync(join(corpus, name))
  const members: Member[] = []
  const packed = name.endsWith('.tar') ? gzipSync(bytes) : bytes
  for await (const entry of readArchive(bytesSource(packed))) {
    const chunks: Uint8Array[] = []
    for await (const chunk of entry.content) chunks.push(chunk)
    const content = Buffer.concat(chunks)
    if (entry.type === 'folder') members.push({ member: `${entry.path}/`, type: 'directory' })
    else members.push({ member: entry.path, type: 'file', size: content.length, sha256: sha256(content) })
  }
  return members
}

/** The members that the corpus expects: from its listing, or from what is known of the case. */
function expectedOf(name: string): Member[] {
  const listing = join(corpus, name.replace(/\.(tar|zip)$/, '.json'))
  if (existsSync(listing))
    return (JSON.parse(readFileSync(listing, 'utf8')) as { expected: Member[] }).expected
  return Object.entries(known[name] ?? {}).map(([member, content]) =>
    content === undefined
      ? { member, type: 'directory' }
      : { member, type: 'file', size: content.length, sha256: sha256(content) },
  )
}

describe.skipIf(!isThere)('the malo corpus', () => {
  test.each(cases('accept'))('%s is read exactly', async (name) => {
    if (refusedOnPurpose[name]) await expect(read(name)).rejects.toMatchObject({ code: 'archive.refused' })
    else expect(await read(name)).toEqual(expectedOf(name))
  })

  test.each([...cases('reject'), ...cases('malicious')])('%s is refused', async (name) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'archive.refused' })
  })

  test.each(cases('iffy'))('%s is refused, or read as others read it', async (name) => {
    const outcome = await read(name).catch((error: unknown) => error)
    if (!(outcome instanceof WaybillError)) expect(outcome).toEqual(readWithPython(join(corpus, name)))
  })

  test.each(Object.entries(verdicts))('%s: %s', async (name, verdict) => {
    const outcome = await read(name).then(
      () => 'read',
      (error: unknown) => (error instanceof WaybillError ? error.details.reason : error),
    )
    expect(outcome).toBe(verdict)
  })
})

test.runIf(!isThere)(`the malo corpus is not at ${corpus}: its cases were not tried`, (context) =>
  context.skip(),
)

/** What Python's zipfile and tarfile, with Waybill the strictest of the corpus's readers, make of an archive. */
function readWithPython(file: string): Member[] {
  const script = `
import hashlib, json, sys, tarfile, zipfile
out = []
def add(name, data): out.append({"member": name, "type": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
path = sys.argv[1]
if path.endswith(".zip"):
    z = zipfile.ZipFile(path)
    for i in z.infolist():
        if i.is_dir(): out.append({"member": i.filename, "type": "directory"})
        else: add(i.filename, z.read(i))
else:
    t = tarfile.open(path)
    for m in t:
        if m.isdir(): out.append({"member": m.name.rstrip("/") + "/", "type": "directory"})
        else: add(m.name, t.extractfile(m).read())
print(json.dumps(out))`
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' })) as Member[]
}
