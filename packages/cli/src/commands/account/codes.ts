import { printable } from '../../terminal/text.ts'

/** Recovery codes with what to do with them. */
export function keepCodes(codes: readonly string[]): string[] {
  return [
    'Recovery codes, each good for one sign-in without the app. They are shown this once:',
    '',
    ...codes.map((code) => `  ${printable(code)}`),
    '',
    'Keep them where you will find them without your phone, such as on paper or in a password manager.',
  ]
}
