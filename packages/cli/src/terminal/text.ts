/** Texts from registries and archives may try to steer the terminal: control and bidirectional characters are shown, not sent. */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  )
}

/** Lines of a text from elsewhere, made printable; tabs stay, since they cannot steer anything. */
export function printableLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.split('\t').map(printable).join('\t'))
}

/** A number of bytes for people, in decimal units: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value.toFixed(value < 100 ? 1 : 0)} ${units[unit]}`
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** A day of an ISO time or a Date: `2026-01-31`. */
export function day(time: string | Date): string {
  return (typeof time === 'string' ? time : time.toISOString()).slice(0, 10)
}

/** A minute of an ISO time: `2026-01-31 17:05 UTC`. */
export function minute(time: string): string {
  return printable(`${time.slice(0, 10)} ${time.slice(11, 16)} UTC`)
}
