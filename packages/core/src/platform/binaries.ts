/**
 * Whether native programs carry a code signature, by their structure alone: who signed and with what right is for the
 * operating system to judge. Mach-O: Apple's mach-o/loader.h and cs_blobs.h. PE: Microsoft's “PE Format”, certificate table.
 */

export interface Binary {
  readonly format: 'mach-o' | 'pe'
  readonly isSigned: boolean
}

/** Reads forward through a stream: each read begins at or after the end of the one before. */
export class ForwardReader {
  readonly #iterator: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)
  #at = 0

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]()
  }

  /** Up to `length` bytes at `offset`: fewer at the end, none behind it or before what was read. */
  async read(offset: number, length: number): Promise<Buffer> {
    while (this.#at + this.#held.length < offset + length) {
      // What lies before the wanted part is let go.
      const passed = Math.min(this.#held.length, Math.max(0, offset - this.#at))
      this.#at += passed
      const rest = this.#held.subarray(passed)
      const step: IteratorResult<Uint8Array, unknown> = await this.#iterator.next()
      if (step.done) {
        this.#held = rest
        break
      }
      this.#held = Buffer.concat([rest, step.value])
    }
    if (offset < this.#at) return Buffer.alloc(0)
    return this.#held.subarray(offset - this.#at, offset - this.#at + length)
  }

  /** Passes over the rest. */
  async drain(): Promise<void> {
    this.#held = Buffer.alloc(0)
    for (let step = await this.#iterator.next(); !step.done;) step = await this.#iterator.next()
  }
}

/** What a file is, by its first bytes, and whether it is signed; undefined for anything that is no native program. */
export async function inspectBinary(file: ForwardReader): Promise<Binary | undefined> {
  const head = await file.read(0, 64)
  if (head.length < 8) return undefined
  const magic = head.readUInt32BE(0)
  if (thin.has(magic)) return { format: 'mach-o', isSigned: await isSliceSigned(file, 0) }
  const slices = head.readUInt32BE(4)
  // A Java class file begins like a fat Mach-O; its version, in the same place, is 45 or more.
  if (magic === 0xcafebabe && slices < 45)
    return { format: 'mach-o', isSigned: await areSlicesSigned(file, slices, 20) }
  if (magic === 0xcafebabf && slices < 45)
    return { format: 'mach-o', isSigned: await areSlicesSigned(file, slices, 32) }
  if (head.toString('latin1', 0, 2) === 'MZ' && head.length === 64)
    return inspectPe(file, head.readUInt32LE(60))
  return undefined
}

const thin = new Map([
  [0xfeedface, { isLittle: false, headerBytes: 28 }],
  [0xcefaedfe, { isLittle: true, headerBytes: 28 }],
  [0xfeedfacf, { isLittle: false, headerBytes: 32 }],
  [0xcffaedfe, { isLittle: true, headerBytes: 32 }],
])

/** Most bytes of load commands that are looked at. */
const mostCommands = 1024 * 1024

/** Entries of the table have 20 bytes, or 32 where offsets have 64 bits. */
async function areSlicesSigned(file: ForwardReader, count: number, entry: 20 | 32): Promise<boolean> {
  const table = await file.read(8, count * entry)
  if (count === 0 || table.length < count * entry) return false
  const offsetAt = (at: number) => (entry === 20 ? table.readUInt32BE(at) : Number(table.readBigUInt64BE(at)))
  const offsets = Array.from({ length: count }, (_, i) => offsetAt(i * entry + 8)).sort((a, b) => a - b)
  if (offsets.some((offset) => !Number.isSafeInteger(offset))) return false
  for (const offset of offsets) if (!(await isSliceSigned(file, offset))) return false
  return true
}

async function isSliceSigned(file: ForwardReader, start: number): Promise<boolean> {
  const head = await file.read(start, 32)
  if (head.length < 32) return false
  const kind = thin.get(head.readUInt32BE(0))
  if (!kind) return false
  const u32 = (bytes: Buffer, at: number) => (kind.isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const [count, bytes] = [u32(head, 16), u32(head, 20)]
  if (bytes > mostCommands) return false
  const commands = await file.read(start + kind.headerBytes, bytes)
  for (let i = 0, at = 0; i < count && at + 16 <= commands.length; i++) {
    const size = u32(commands, at + 4)
    if (size < 8) return false
    // LC_CODE_SIGNATURE: offset and size of a blob in the link-edit segment.
    if (u32(commands, at) === 0x1d)
      return isSignatureBlob(file, start + u32(commands, at + 8), u32(commands, at + 12))
    at += size
  }
  return false
}

/** Most blobs of a signature that are looked at; codesign writes fewer than ten. */
const mostBlobs = 64

/**
 * CSMAGIC_EMBEDDED_SIGNATURE, no longer than its place, with a code directory that is not ad hoc and a CMS signature that
 * is not empty. Apple's linker writes an ad hoc signature, by nobody, into every program for arm64: it does not count.
 * All numbers are big-endian.
 */
async function isSignatureBlob(file: ForwardReader, offset: number, size: number): Promise<boolean> {
  const head = await file.read(offset, 12)
  if (head.length < 12 || head.readUInt32BE(0) !== 0xfade0cc0) return false
  const [length, count] = [head.readUInt32BE(4), head.readUInt32BE(8)]
  if (length > size || count === 0 || count > mostBlobs || length < 12 + count * 8) return false
  const index = await file.read(offset + 12, count * 8)
  if (index.length < count * 8) return false
  const blobs = Array.from({ length: count }, (_, i) => ({
    slot: index.readUInt32BE(i * 8),
    at: index.readUInt32BE(i * 8 + 4),
  })).sort((a, b) => a.at - b.at)
  let hasDirectory = false
  let hasSigner = false
  for (const { slot, at } of blobs) {
    if (slot !== directorySlot && slot !== signerSlot) continue
    const blob = await file.read(offset + at, 16)
    if (blob.length < 8 || at + blob.readUInt32BE(4) > length) return false
    if (slot === signerSlot) hasSigner = blob.readUInt32BE(0) === 0xfade0b01 && blob.readUInt32BE(4) > 8
    else if (blob.length < 16 || blob.readUInt32BE(0) !== 0xfade0c02) return false
    else if (blob.readUInt32BE(12) & adHoc) return false
    else hasDirectory = true
  }
  return hasDirectory && hasSigner
}

/** CSSLOT_CODEDIRECTORY, CSSLOT_SIGNATURESLOT and CS_ADHOC of cs_blobs.h. */
const directorySlot = 0
const signerSlot = 0x10000
const adHoc = 0x2

async function inspectPe(file: ForwardReader, offset: number): Promise<Binary | undefined> {
  const head = await file.read(offset, 24 + 240)
  if (head.length < 26 || head.toString('latin1', 0, 4) !== 'PE\0\0') return undefined
  const magic = head.readUInt16LE(24)
  const directories = 24 + (magic === 0x20b ? 112 : 96)
  const entry = directories + 4 * 8
  const unsigned: Binary = { format: 'pe', isSigned: false }
  if ((magic !== 0x10b && magic !== 0x20b) || head.length < entry + 8) return unsigned
  if (head.readUInt32LE(directories - 4) < 5) return unsigned
  // Unlike the other directories, this one gives a place in the file.
  const [at, size] = [head.readUInt32LE(entry), head.readUInt32LE(entry + 4)]
  if (at === 0 || size < 8) return unsigned
  const certificate = await file.read(at, 8)
  if (certificate.length < 8) return unsigned
  const [length, revision, type] = [
    certificate.readUInt32LE(0),
    certificate.readUInt16LE(4),
    certificate.readUInt16LE(6),
  ]
  const last = await file.read(at + size - 1, 1)
  return {
    format: 'pe',
    isSigned: length > 8 && length <= size && revision === 0x200 && type === 2 && last.length === 1,
  }
}
