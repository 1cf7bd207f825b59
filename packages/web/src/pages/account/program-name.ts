const programs: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/\bwaybill\b/i, 'the command line'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac ?OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]
const first = (rules: typeof programs, text: string) => rules.find(([pattern]) => pattern.test(text))?.[1]

/** What a User-Agent header means to people: “Firefox on Linux”. Anybody can send any: a help to recognise, no proof. */
export function programName(userAgent: string): string {
  const program = first(programs, userAgent)
  const system = first(systems, userAgent)
  if (program === undefined) return system ?? 'Unknown program'
  return system === undefined ? program : `${program} on ${system}`
}
