import type { Job } from './platform/jobs.ts'

/** What the registry does by itself: when, and what for. */
const plan = {
  'metadata-renewal': {
    cron: '7 * * * *',
    says: 'Signs the timestamp anew, and other metadata when a third of its lifetime is left.',
  },
  'metadata-sweep': {
    cron: '37 3 * * *',
    says: 'Removes superseded metadata that no client needs any more.',
  },
  'mail-delivery': {
    cron: '* * * * *',
    says: 'Sends the mails that are due, those that failed before among them.',
  },
  submissions: {
    cron: '* * * * *',
    says: 'Takes up submissions that wait for checks or for being published.',
  },
  'submission-sweep': {
    cron: '47 * * * *',
    says: 'Lets uploads go that nobody submitted or revised in time.',
  },
  'domain-checks': { cron: '27 * * * *', says: 'Looks again at the domains that publishers proved.' },
  'entitlement-expiry': { cron: '27 * * * *', says: 'Marks purchases and grants whose time is over.' },
  readmes: {
    cron: '*/5 * * * *',
    says: 'Reads the READMEs of versions that were published before READMEs were kept.',
  },
  'account-sweep': {
    cron: '17 3 * * *',
    says: 'Forgets expired sessions, codes and invitations, spent allowances and old mails.',
  },
  'search-refresh': {
    cron: '12 * * * *',
    says: 'Brings downloads, trends and ratings of what is found up to date.',
  },
} as const satisfies Record<string, Pick<Job, 'cron' | 'says'>>

type JobName = keyof typeof plan

/** Every job of the registry, with what it runs. */
export function schedule(runs: Readonly<Record<JobName, Job['run']>>): Job[] {
  return (Object.keys(plan) as JobName[]).map((name) => ({ name, ...plan[name], run: runs[name] }))
}
