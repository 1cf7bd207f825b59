/** What is to be said of sales. Pure: `records` in, numbers out; `csv` is the module of csv-tables. */
export function digest(records, { column, groupBy }) {
  const quantities = column(records, 'quantity')
  const prices = column(records, 'unit_price')
  const lines = records.map((record, position) => ({
    ...record,
    quantity: quantities[position],
    revenue: quantities[position] * prices[position],
  }))
  const dates = lines.map(({ date }) => date).sort()
  const weeks = totals(groupBy(lines, ({ date }) => isoWeek(date))).sort((a, b) => (a.key < b.key ? -1 : 1))
  return {
    from: dates[0],
    to: dates.at(-1),
    orders: lines.filter(({ quantity }) => quantity > 0).length,
    returns: lines.filter(({ quantity }) => quantity < 0).length,
    revenue: sum(lines),
    weeks,
    trend: trendOf(weeks),
    products: byRevenue(totals(groupBy(lines, 'product'))),
    regions: byRevenue(totals(groupBy(lines, 'region'))),
  }
}

function totals(groups) {
  return [...groups].map(([key, lines]) => ({
    key,
    quantity: lines.reduce((total, { quantity }) => total + quantity, 0),
    revenue: sum(lines),
  }))
}

const sum = (lines) => lines.reduce((total, { revenue }) => total + revenue, 0)
const byRevenue = (groups) => groups.sort((a, b) => b.revenue - a.revenue)

/** Change from the first to the last whole week, as a fraction; undefined with fewer than two weeks. */
function trendOf(weeks) {
  const [first] = weeks
  const last = weeks.at(-1)
  return weeks.length > 1 && first.revenue > 0 ? last.revenue / first.revenue - 1 : undefined
}

/** Week of ISO 8601, such as 2026-W03: the week of a date's Thursday. */
function isoWeek(text) {
  const date = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) throw new Error(`“${text}” is not a date such as 2026-01-31`)
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1)
  const week = Math.ceil(((date.getTime() - yearStart) / 86_400_000 + 1) / 7)
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
