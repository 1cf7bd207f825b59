export { createMailer } from './mail.ts'
export type { Mail, Mailer, MailSettings } from './mail.ts'
export { forgetMails, recentMails } from './store.ts'
