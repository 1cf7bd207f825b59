import { randomUUID } from 'node:crypto'

export interface MultipartForm {
  readonly contentType: string
  /** Bytes of the whole form, known before it is sent. */
  readonly length: number
  readonly content: () => AsyncGenerator<Uint8Array>
}

export interface MultipartFile {
  readonly field: string
  readonly filename: string
  /** Bytes. */
  readonly size: number
  readonly content: () => AsyncIterable<Uint8Array>
}

/** A form of text fields and then one file (RFC 7578), which is streamed. Names must be plain ASCII without quotes. */
export function multipartForm(fields: Readonly<Record<string, string>>, file: MultipartFile): MultipartForm {
  const boundary = `waybill-${randomUUID()}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head = Buffer.from(
    `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; name="${file.field}"; filename="${file.filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: head.length + file.size + tail.length,
    content: async function* () {
      yield head
      yield* file.content()
      yield tail
    },
  }
}
