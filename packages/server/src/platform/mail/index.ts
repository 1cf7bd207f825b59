export { createMailer } from './mail.ts'
export type { Mailer } from './mail.ts'
export { countUnsent, forgetMails, recentMails } from './store.ts'
