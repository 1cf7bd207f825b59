export { createMailer } from './mail.ts'
export type { Mailer } from './mail.ts'
export { forgetMails, recentMails } from './store.ts'
