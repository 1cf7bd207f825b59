import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'

/** True when colour is welcome on a stream: a terminal that can, and no `NO_COLOR` (no-color.org). */
export function hasColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
}

/** Styles a text for a stream; plain where colour is not welcome. */
export function styled(stream: NodeJS.WriteStream, style: Style, text: string): string {
  return hasColour(stream) ? styleText(style, text, { validateStream: false }) : text
}
