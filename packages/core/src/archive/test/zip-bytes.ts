import { crc32, deflateRawSync } from 'node:zlib'

/** The fields of a zip header. */
export interface ZipFields {
  name: string | Buffer
  version: number
  flags: number
  method: number
  time: number
  crc: number
  packed: number
  size: number
  extra: Buffer
}

export interface ZipEntry extends Partial<ZipFields> {
  content?: string | Buffer
  /** Stands for the packed bytes. */
  bytes?: Buffer
  /** What the local header says otherwise. */
  local?: Partial<ZipFields>
  system?: number
  /** Unix mode with its type bits. */
  mode?: number
  dos?: number
  comment?: string
  offset?: number
  disk?: number
  /** Bytes before the local header that belong to nothing. */
  gap?: Buffer
  /** Bytes behind the packed ones. */
  behind?: Buffer
}

export interface ZipWhole {
  prefix?: Buffer
  /** Between directory and end record. */
  beforeEnd?: Buffer
  comment?: string
  suffix?: Buffer
  end?: { disk?: number; count?: number; countHere?: number; bytes?: number; offset?: number }
}

/** A zip in which everything that is not said is as an honest tool writes it. */
export function zipOf(entries: ZipEntry[], whole: ZipWhole = {}): Buffer {
  const parts = [whole.prefix ?? Buffer.alloc(0)]
  const directory: Buffer[] = []
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  for (const entry of entries) {
    const { fields, bytes } = describeEntry(entry)
    parts.push(entry.gap ?? Buffer.alloc(0))
    directory.push(central(entry, fields, entry.offset ?? length() - (whole.prefix?.length ?? 0)))
    parts.push(local({ ...fields, ...entry.local }), bytes, entry.behind ?? Buffer.alloc(0))
  }
  const offset = length() - (whole.prefix?.length ?? 0)
  const joined = Buffer.concat(directory)
  const comment = Buffer.from(whole.comment ?? '')
  const count = whole.end?.count ?? entries.length
  const end = numbers(
    [4, 0x06054b50],
    [2, whole.end?.disk ?? 0],
    [2, whole.end?.disk ?? 0],
    [2, whole.end?.countHere ?? count],
    [2, count],
    [4, whole.end?.bytes ?? joined.length],
    [4, whole.end?.offset ?? offset],
    [2, comment.length],
  )
  return Buffer.concat([
    ...parts,
    joined,
    whole.beforeEnd ?? Buffer.alloc(0),
    end,
    comment,
    whole.suffix ?? Buffer.alloc(0),
  ])
}

function describeEntry(entry: ZipEntry): { fields: ZipFields; bytes: Buffer } {
  const content = Buffer.from(entry.content ?? 'hello')
  const method = entry.method ?? 0
  const bytes = entry.bytes ?? (method === 8 ? deflateRawSync(content) : content)
  const { name = 'a.txt', version = 20, flags = 0, time = 0x00210000, extra = Buffer.alloc(0) } = entry
  const sizes = { crc: entry.crc ?? crc32(content), packed: entry.packed ?? bytes.length }
  return {
    fields: { name, version, flags, method, time, ...sizes, size: entry.size ?? content.length, extra },
    bytes,
  }
}

const both = (fields: ZipFields): [2 | 4, number][] => [
  [2, fields.version],
  [2, fields.flags],
  [2, fields.method],
  [4, fields.time],
  [4, fields.crc],
  [4, fields.packed],
  [4, fields.size],
  [2, Buffer.from(fields.name).length],
  [2, fields.extra.length],
]

const local = (fields: ZipFields) =>
  Buffer.concat([numbers([4, 0x04034b50], ...both(fields)), Buffer.from(fields.name), fields.extra])

function central(entry: ZipEntry, fields: ZipFields, offset: number): Buffer {
  const comment = Buffer.from(entry.comment ?? '')
  return Buffer.concat([
    numbers(
      [4, 0x02014b50],
      [2, (entry.system ?? 3) * 256 + 30],
      ...both(fields),
      [2, comment.length],
      [2, entry.disk ?? 0],
      [2, 0],
      [4, (entry.mode ?? 0o100644) * 65536 + (entry.dos ?? 0)],
      [4, offset],
    ),
    Buffer.from(fields.name),
    fields.extra,
    comment,
  ])
}

/** Little-endian numbers of 2 or 4 bytes, one after the other. */
export function numbers(...values: [2 | 4, number][]): Buffer {
  return Buffer.concat(
    values.map(([length, value]) => {
      const bytes = Buffer.alloc(length)
      bytes.writeUIntLE(value, 0, length)
      return bytes
    }),
  )
}

/** An extra field of a zip header. */
export const extraOf = (id: number, data: Buffer) => Buffer.concat([numbers([2, id], [2, data.length]), data])
