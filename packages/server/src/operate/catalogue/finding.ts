/** Something in a catalogue's files that is left out, and why. */
export interface Finding {
  /** Where it stands: `community-plugins.json[12].repo`. */
  readonly place: string
  /** The package, as far as it is known. */
  readonly name: string | null
  readonly says: string
}

/** A text of a catalogue, short enough for a line. */
export const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text)
