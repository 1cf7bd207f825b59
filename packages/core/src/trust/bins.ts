import { createHash } from 'node:crypto'

/** Succinct hash bins (TAP 15): the first bits of the SHA-256 of a target path name the bin it is in. */

function binName(index: number, bitLength: number, prefix: string): string {
  return `${prefix}-${index.toString(16).padStart(Math.ceil(bitLength / 4), '0')}`
}

/** The bin of a target path. */
export function binOf(targetPath: string, bitLength: number, prefix = 'bin'): string {
  const head = createHash('sha256').update(targetPath).digest().readUInt32BE(0)
  return binName(head >>> (32 - bitLength), bitLength, prefix)
}

/** Names of all bins, in order. */
export function binNames(bitLength: number, prefix = 'bin'): string[] {
  return Array.from({ length: 2 ** bitLength }, (_, index) => binName(index, bitLength, prefix))
}
