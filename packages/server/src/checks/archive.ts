import type { Check, Evidence } from './check.ts'

/** The strict reader's verdict. */
export const archive: Check = {
  id: 'archive',
  title: 'Archive',
  needs: 'subject',
  async run(_subject, reading) {
    if (reading.state === 'archive refused') {
      const { message, hint, details } = reading.error
      const evidence: Evidence[] = hint === undefined ? [] : [{ text: hint }]
      if (typeof details.entry === 'string') evidence.unshift({ file: details.entry, text: message })
      return { status: 'fail', summary: message, evidence }
    }
    if (reading.state === 'unreadable') throw reading.error
    if (reading.state === 'manifest refused')
      return { status: 'pass', summary: 'The archive is well formed.' }
    const { files, unpackedBytes } = reading.contents
    return {
      status: 'pass',
      summary: `The archive is well formed: ${files} files, ${unpackedBytes} bytes unpacked.`,
    }
  },
}
