import { expect, test } from 'vitest'
import type { Layout } from './layout.ts'
import { judgeEnd } from './outcome.ts'

const layout: Layout = {
  folder: '/data/postgres',
  cluster: '/data/postgres/cluster',
  password: '/data/postgres/cluster/waybill-password',
  pidFile: '/data/postgres/cluster/postmaster.pid',
  log: '/data/postgres/log/postgres.log',
}

// As PostgreSQL 18.4 wrote them.
test.each([
  'FATAL:  lock file "postmaster.pid" already exists',
  'FATAL:  lock file "postmaster.pid" is empty',
  'FATAL:  could not remove old lock file "postmaster.pid": No such file or directory',
  'FATAL:  pre-existing shared memory block (key 1183405, ID 5) is still in use',
])('tries again after %s', (line) => {
  expect(judgeEnd(layout, 'exit code 1', line)).toMatchObject({ pace: 'slow' })
})

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'the disk is full'],
  [
    'FATAL:  could not open file "global/pg_control": Permission denied',
    'may not read or write its own files',
  ],
  ['PANIC:  could not locate a valid checkpoint record', 'it ended with exit code 1'],
])('gives up after %s', (line, reason) => {
  expect(() => judgeEnd(layout, 'exit code 1', line)).toThrow(reason)
})
