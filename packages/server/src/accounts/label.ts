import { z } from 'zod'

/** A name that people give and that is shown to others, in mails and terminals too: one line, without control characters. */
export const label = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'has control characters')
