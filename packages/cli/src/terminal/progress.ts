import { formatBytes } from './text.ts'

export interface Progress {
  /** Bytes done and bytes in all (0 when that is not known yet), and what is under way. */
  update(done: number, total: number, detail?: string): void
  /** Removes the line. Call it in any case. */
  end(): void
}

export const noProgress: Progress = { update: () => undefined, end: () => undefined }

/** A line on a terminal that says what is waited for; silent in a log. */
export interface Waiting {
  update(text: string): void
  /** Removes the line. Call it in any case. */
  end(): void
}

export function createWaiting(stream: NodeJS.WriteStream): Waiting {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined }
  const clear = '\r\x1b[2K'
  return {
    update: (text) => stream.write(`${clear}${text.slice(0, Math.max(10, (stream.columns || 80) - 1))}`),
    end: () => stream.write(clear),
  }
}

/** From this size on, a log without a terminal hears of progress, bytes. */
const worthALine = 4 * 1024 * 1024

/** A line on a terminal that is written over; or, in a log, a plain line for each quarter of something large. */
export function createProgress(stream: NodeJS.WriteStream, label: string): Progress {
  return stream.isTTY ? liveLine(stream, label) : quarterLines(stream, label)
}

function liveLine(stream: NodeJS.WriteStream, label: string): Progress {
  let lastDrawn = 0
  let drawn = false
  return {
    update(done, total, detail = '') {
      const now = performance.now()
      if (now - lastDrawn < 80 && done < total) return
      lastDrawn = now
      drawn = true
      const line = `${label}  ${amount(done, total)}  ${detail}`.trimEnd()
      stream.write(`\r\x1b[2K${line.slice(0, Math.max(10, (stream.columns || 80) - 1))}`)
    },
    end() {
      if (drawn) stream.write('\r\x1b[2K')
      drawn = false
    },
  }
}

function quarterLines(stream: NodeJS.WriteStream, label: string): Progress {
  let shown = 0
  return {
    update(done, total) {
      const quarter = total < worthALine ? 0 : Math.floor((done * 4) / total)
      if (quarter <= shown) return
      shown = quarter
      stream.write(`${label}  ${amount(done, total)}\n`)
    },
    end: () => undefined,
  }
}

function amount(done: number, total: number): string {
  if (total <= 0) return formatBytes(done)
  const percent = Math.min(100, Math.floor((done * 100) / total))
  return `${formatBytes(done)} of ${formatBytes(total)}  ${percent} %`
}
