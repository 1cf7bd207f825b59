/** What a crafted tar entry says; everything else is as an honest tool writes it. */
export interface TarFields {
  name?: string | Buffer
  prefix?: string
  /** Default: the length of `data`. */
  size?: number
  mode?: number
  type?: string
  link?: string
  /** Magic and version; default ustar's. */
  magic?: string
  data?: string | Buffer
  /** Changes the header before its checksum is set. */
  edit?: (header: Buffer) => unknown
}

/** A header block with the right checksum, the data and its padding. */
export function tarEntry(fields: TarFields = {}): Buffer {
  const data = Buffer.from(fields.data ?? '')
  const block = Buffer.alloc(512)
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  Buffer.from(fields.name ?? 'a.txt').copy(block)
  octal(fields.mode ?? 0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(fields.size ?? data.length, 124, 12)
  octal(0, 136, 12)
  block.write(fields.type ?? '0', 156, 'latin1')
  block.write(fields.link ?? '', 157)
  block.write(fields.magic ?? 'ustar\x0000', 257, 'latin1')
  block.write(fields.prefix ?? '', 345)
  fields.edit?.(block)
  return Buffer.concat([withChecksum(block), data, Buffer.alloc(-data.length & 511)])
}

export function withChecksum(block: Buffer): Buffer {
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

export function paxRecord(key: string, value: string): string {
  const body = Buffer.byteLength(` ${key}=${value}\n`)
  let length = body + 1
  while (length !== body + String(length).length) length = body + String(length).length
  return `${length} ${key}=${value}\n`
}

export const paxHeader = (records: string | Buffer, type = 'x') =>
  tarEntry({ name: 'PaxHeader', type, data: records })

export const tarEnd = Buffer.alloc(1024)
export const tarOf = (...parts: Buffer[]) => Buffer.concat([...parts, tarEnd])
