const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * Horizontal bars in a code block, to an eighth of a character. `bars` are pairs of a label and a number; negative numbers
 * get no bar. `width` is that of the longest bar, `format` writes the numbers.
 */
export function barChart(bars, { width = 24, format = String } = {}) {
  const most = Math.max(0, ...bars.map(([, value]) => value))
  const labelWidth = Math.max(0, ...bars.map(([label]) => String(label).length))
  const lines = bars.map(([label, value]) => {
    const bar = barOf(most > 0 ? Math.max(0, value / most) * width : 0)
    return `${String(label).padEnd(labelWidth)}  ${bar.padEnd(width)}  ${format(value)}`
  })
  return ['```', ...lines, '```'].join('\n')
}

function barOf(length) {
  const parts = Math.round(length * 8)
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]
}
