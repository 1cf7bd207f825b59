/** Text as it was written. */
export function renderPlain(source: string): string {
  const escaped = source.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return `<pre>${escaped.startsWith('\n') ? '\n' : ''}${escaped}</pre>`
}
