import { createProgress, createWaiting, noProgress, type Progress, type Waiting } from './progress.ts'
import { styled } from './style.ts'

/** Where a command's words go: results to standard output, all else to standard error. */
export interface Output {
  /** The result of a command, once: the value as one line of JSON with `--json`, else the lines. */
  result(value: unknown, lines: () => string | readonly string[]): void
  /** Something good to know; silent with `--quiet`. */
  note(text: string): void
  /** Something that must be seen. */
  warn(text: string): void
  /** What somebody must read to go on: a code to type elsewhere, a secret to keep. */
  tell(text: string): void
  /** Shows what is waited for. */
  waiting(): Waiting
  /** Shows how far long work is; silent with `--quiet`. */
  progress(label: string): Progress
  /** Columns of the terminal that results go to; undefined when it is none. */
  readonly width: number | undefined
  bold(text: string): string
  dim(text: string): string
}

export function createOutput({ json, quiet }: { json: boolean; quiet: boolean }): Output {
  const { stdout, stderr } = process
  return {
    result(value, lines) {
      const text = json ? JSON.stringify(value) : [lines()].flat().join('\n')
      if (text !== '') stdout.write(`${text}\n`)
    },
    note(text) {
      if (!quiet) stderr.write(`${text}\n`)
    },
    warn(text) {
      stderr.write(`${styled(stderr, 'yellow', 'warning:')} ${text}\n`)
    },
    tell(text) {
      stderr.write(`${text}\n`)
    },
    waiting: () => createWaiting(stderr),
    progress: (label) => (quiet ? noProgress : createProgress(stderr, label)),
    width: (stdout.isTTY && stdout.columns) || undefined,
    bold: (text) => styled(stdout, 'bold', text),
    dim: (text) => styled(stdout, 'dim', text),
  }
}
