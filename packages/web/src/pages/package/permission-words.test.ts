import { describe, expect, it } from 'vitest'
import { grown, notAskedFor, tellPermissions } from './permission-words.ts'

describe('tellPermissions', () => {
  it('lists the addresses that the network is limited to', () => {
    expect(tellPermissions({ network: ['https://api.example.com'] })).toEqual([
      {
        permission: 'network',
        grave: 'some',
        says: 'Sends and receives data over the network, with these addresses alone:',
        list: ['https://api.example.com'],
        reason: undefined,
      },
    ])
  })
  it('takes a sentence as a reason that limits nothing', () => {
    expect(tellPermissions({ network: 'syncs your notes' })).toMatchObject([
      { grave: 'high', list: [], reason: 'syncs your notes' },
    ])
  })
  it('takes one host as a list of one', () => {
    expect(tellPermissions({ network: 'api.example.com' })).toMatchObject([{ list: ['api.example.com'] }])
  })
  it.each([[['*']], [['api.example.com', 'all']], ['*'], [true]])('takes %j as everything', (written) => {
    expect(tellPermissions({ network: written })).toMatchObject([{ grave: 'high', list: [] }])
  })
  it('tells reading from writing', () => {
    const says = (written: string | string[]) => tellPermissions({ filesystem: written })[0]
    expect(says(['read'])).toMatchObject({ grave: 'some', says: 'Reads files, wherever you may.', list: [] })
    expect(says('read-write')).toMatchObject({ grave: 'high' })
    expect(says(['read', './notes'])).toMatchObject({
      says: 'Reads files in these places:',
      list: ['./notes'],
    })
  })
  it('leaves out what is not asked for, and puts the gravest first', () => {
    const told = tellPermissions({
      network: false,
      environment: ['A'],
      subprocess: true,
      clipboard: true,
      x: [],
    })
    expect(told.map(({ permission }) => permission)).toEqual(['subprocess', 'environment', 'clipboard'])
  })
  it('knows no permission by the names that every object has', () => {
    expect(tellPermissions(JSON.parse('{"constructor":true,"__proto__":true}') as never)).toMatchObject([
      { grave: 'unknown' },
      { grave: 'unknown' },
    ])
  })
})

it('notAskedFor names what stays out of reach', () => {
  expect(notAskedFor({ network: true, filesystem: false })).toEqual([
    'Read or change files',
    'Start other programs',
    'Read environment variables',
    'Run compiled code',
    'Make code while it runs',
  ])
})

describe('grown', () => {
  it.each([
    [{}, { network: true }, [{ permission: 'network', says: 'new' }]],
    [{ network: ['a.b'] }, { network: true }, [{ permission: 'network', says: 'not limited any more' }]],
    [{ network: ['a.b'] }, { network: ['a.b', 'c.d'] }, [{ permission: 'network', says: 'c.d' }]],
    [{ network: true }, { network: ['a.b'] }, []],
    [{ network: ['a.b'] }, { network: ['a.b'] }, []],
    [{ network: ['a.b'] }, {}, []],
  ])('from %j to %j', (before, after, expected) => {
    expect(grown(before as never, after as never)).toEqual(expected)
  })
})
