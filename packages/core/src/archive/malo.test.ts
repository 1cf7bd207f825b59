import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { WaybillError } from '../errors.ts'
import { bytesSource, readArchive } from './index.ts'

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

/** Accepted by others, refused here on purpose: Waybill takes files and folders only, and no comments. */
const refusedOnPurpose: Readonly<Record<string, string>> = {
  'symlink.tar': 'symlink',
  'comment.zip': 'comment',
}

const cases = (verdict: string) =>
  ['tar', 'zip'].flatMap((format) => {
    const folder = join(corpus, format, verdict)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => name.endsWith(`.${format}`))
      .map((name) => join(folder, name))
  })

async function read(file: string): Promise<Member[]> {
  const bytes = readFileSync(file)
  const members: Member[] = []
  const packed = file.endsWith('.tar') ? gzipSync(bytes) : bytes
  for await (const entry of readArchive(bytesSource(packed))) {
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of entry.content) {
      hash.update(chunk)
      size += chunk.length
    }
    if (entry.type === 'folder') members.push({ member: `${entry.path}/`, type: 'directory' })
    else members.push({ member: entry.path, type: 'file', size, sha256: hash.digest('hex') })
  }
  return members
}

/** The members that the corpus expects, where it says. */
function expectedOf(file: string): Member[] | undefined {
  const listing = file.replace(/\.(tar|zip)$/, '.json')
  return existsSync(listing)
    ? (JSON.parse(readFileSync(listing, 'utf8')) as { expected: Member[] }).expected
    : undefined
}

/** Contents of the accepted cases without a listing. */
const known: Readonly<Record<string, Record<string, string | undefined>>> = {
  'global_pax.tar': { 'global.txt': undefined },
  'pax_extended_header.tar': { 'from-x.txt': undefined },
  'pax_path_empty_fixed.tar': { 'filled-from-pax.txt': undefined },
  'data_descriptor.zip': { fixme: 'hello' },
  'data_descriptor_zip64.zip': { fixme: 'hello' },
  'deflate.zip': { foo: 'abcdefgh' },
  'normal_deflate.zip': { fixme: 'hello' },
  'normal_deflate_zip64_extra.zip': { fixme: 'hello' },
  'store.zip': { foo: 'abcdefgh' },
  'subdir.zip': { 'foo/': undefined, 'foo/bar': 'abcdefgh' },
  'zip64_eocd.zip': { fixme: 'hello' },
}

describe.skipIf(!isThere)('the malo corpus', () => {
  test.each(cases('accept'))('%s is read exactly', async (file) => {
    const name = basename(file)
    if (refusedOnPurpose[name]) {
      await expect(read(file)).rejects.toMatchObject({ details: { reason: refusedOnPurpose[name] } })
      return
    }
    const members = await read(file)
    const expected = expectedOf(file)
    if (expected) return expect(members).toEqual(expected)
    const contents = known[name]!
    expect(members.map((each) => each.member)).toEqual(Object.keys(contents))
    for (const { member, sha256 } of members) {
      if (contents[member] !== undefined)
        expect(sha256).toBe(createHash('sha256').update(contents[member]).digest('hex'))
    }
  })

  test.each([...cases('reject'), ...cases('malicious')])('%s is refused', async (file) => {
    const refused = await read(file).then(
      (members) => ({ accepted: members }),
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(WaybillError)
  })

  test.each(cases('iffy'))('%s is refused, or read as others read it', async (file) => {
    const outcome = await read(file).catch((error: unknown) => error)
    if (outcome instanceof WaybillError) return
    expect(outcome).toEqual(readWithPython(file))
  })
})

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
