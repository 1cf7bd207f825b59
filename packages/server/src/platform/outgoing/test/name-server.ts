import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export type Kind = 'A' | 'AAAA' | 'TXT'
/** Records of a name; `nxdomain`, `servfail`, or silence. */
export type Reply = string[] | 'nxdomain' | 'servfail' | 'silence'

export interface NameServer extends AsyncDisposable {
  /** Address and port, as the setting `outgoing.dnsServers` takes it. */
  address: string
  /** What was asked, such as `A proof.example`. */
  questions: string[]
}

const kinds: Record<number, Kind> = { 1: 'A', 16: 'TXT', 28: 'AAAA' }

/** A name server of this machine (RFC 1035) that answers over UDP what the test says. */
export async function startNameServer(answer: (kind: Kind, name: string) => Reply): Promise<NameServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (query, from) => {
    const { name, end } = readName(query)
    const kind = kinds[query.readUInt16BE(end)]
    if (kind) questions.push(`${kind} ${name}`)
    const reply = kind ? answer(kind, name) : []
    if (reply === 'silence') return
    const records = Array.isArray(reply) ? reply.map((text) => record(query.readUInt16BE(end), text)) : []
    const header = Buffer.from(query.subarray(0, 12))
    const code = reply === 'nxdomain' ? 3 : reply === 'servfail' ? 2 : 0
    header.writeUInt16BE(0x8180 | code, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    header.writeUInt32BE(0, 8)
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function record(type: number, text: string): Buffer {
  const data = kinds[type] === 'TXT' ? characterStrings(text) : addressBytes(text)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

/** Pieces of at most 200 bytes each, so that long records come in several. */
function characterStrings(text: string): Buffer {
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += 200) {
    const piece = bytes.subarray(at, at + 200)
    pieces.push(Buffer.of(piece.length), piece)
  }
  return Buffer.concat(pieces)
}

/** Dotted bytes for IPv4; for IPv6 all eight groups. */
function addressBytes(text: string): Buffer {
  if (text.includes('.')) return Buffer.from(text.split('.').map(Number))
  return Buffer.from(
    text
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  )
}
