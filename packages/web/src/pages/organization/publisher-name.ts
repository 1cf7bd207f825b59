/** Why a name cannot be a publisher’s, as the registry judges it; nothing when it can. */
export function refusalOfName(name: string): string | undefined {
  if (name === '') return undefined
  if (/[A-Z]/.test(name)) return 'Lower-case letters only.'
  if (/\s/.test(name)) return 'No spaces; use “-”.'
  const odd = /[^a-z0-9._-]/u.exec(name)?.[0]
  if (odd !== undefined) return `“${odd}” cannot stand in a name.`
  if (!/^[a-z0-9]/.test(name)) return 'It begins with a letter or a digit.'
  if (!/[a-z0-9]$/.test(name)) return 'It ends with a letter or a digit.'
  if (name.length > 100) return '100 characters at most.'
  return undefined
}
