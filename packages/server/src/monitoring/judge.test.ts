import { expect, test } from 'vitest'
import { day, hour, minute } from '../platform/clock.ts'
import { judge, type Facts } from './judge.ts'

const gigabyte = 1024 ** 3
const well: Facts = {
  freeBytes: 50 * gigabyte,
  totalBytes: 100 * gigabyte,
  outbox: [],
  mails: { unsent: 0, refused: 0, hasSmtp: true },
  expires: { root: 300 * day, timestamp: 6 * day },
  lifetimes: { root: 365 * day, timestamp: 7 * day },
  jobs: [
    { name: 'sweep', state: 'completed', error: null },
    { name: 'other', state: null, error: null },
  ],
  roundTrip: 0.4,
}

test('a registry that is well has nothing to do', () => {
  expect(judge(well).map(({ name, state }) => [name, state])).toEqual(
    ['disk', 'outbox', 'mail', 'root', 'timestamp', 'jobs', 'database'].map((name) => [name, 'good']),
  )
})

test.each<[string, Partial<Facts>, string, string, RegExp]>([
  ['little room', { freeBytes: 3 * gigabyte }, 'disk', 'warning', /3\.0 GB .*Make room/],
  ['no room', { freeBytes: gigabyte / 4 }, 'disk', 'bad', /nothing can be published/],
  [
    'an event that waits',
    { outbox: [{ consumer: 'index', waiting: 3, age: 30 * minute }] },
    'outbox',
    'warning',
    /3 events wait for index.*30 minutes.*not in the tree/,
  ],
  [
    'an event that the search does not hear',
    { outbox: [{ consumer: 'search', waiting: 1, age: 30 * minute }] },
    'outbox',
    'warning',
    /not in the search/,
  ],
  [
    'an event that waits long',
    { outbox: [{ consumer: 'index', waiting: 3, age: 3 * hour }] },
    'outbox',
    'bad',
    /3 hours/,
  ],
  [
    'refused mails',
    { mails: { unsent: 4, refused: 2, hasSmtp: true } },
    'mail',
    'bad',
    /refused 2 of 4.*WAYBILL_SMTP/,
  ],
  [
    'mails without SMTP',
    { mails: { unsent: 4, refused: 0, hasSmtp: false } },
    'mail',
    'warning',
    /4 mails wait/,
  ],
  [
    'a timestamp near its end',
    { expires: { timestamp: day } },
    'timestamp',
    'warning',
    /expires in 24 hours.*metadata-renewal/,
  ],
  ['an expired root', { expires: { root: -1 } }, 'root', 'bad', /expired.*keys rotate/],
  [
    'a job that fails',
    { jobs: [{ name: 'sweep', state: 'retrying', error: 'no luck' }] },
    'jobs',
    'warning',
    /sweep \(no luck\)/,
  ],
  [
    'a job that was given up',
    { jobs: [{ name: 'sweep', state: 'failed', error: null }] },
    'jobs',
    'bad',
    /run it/,
  ],
  ['a far database', { roundTrip: 60 }, 'database', 'warning', /60 ms/],
  ['a very far database', { roundTrip: 600 }, 'database', 'bad', /600 ms/],
])('%s is said, with what to do', (_, facts, name, state, says) => {
  const found = judge({ ...well, ...facts }).find((check) => check.name === name)
  expect(found).toMatchObject({ state, says: expect.stringMatching(says) as string })
})
