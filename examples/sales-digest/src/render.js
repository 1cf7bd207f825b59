/** A digest as a page of Markdown. */
export function render(facts, { createReport, top, currency }) {
  const money = moneyFormat(currency)
  const share = (revenue) => `${Math.round((revenue / facts.revenue) * 100)} %`
  const report = createReport(`Sales, ${facts.from} to ${facts.to}`)
  report.list([
    `Revenue: ${money(facts.revenue)}`,
    `Orders: ${facts.orders}, returns: ${facts.returns}`,
    `Best region: ${facts.regions[0].key} with ${share(facts.regions[0].revenue)}`,
    ...(facts.trend === undefined ? [] : [`Last week against the first: ${signed(facts.trend)}`]),
  ])
  report.heading('Weeks').chart(
    facts.weeks.map(({ key, revenue }) => [key, revenue]),
    { format: money },
  )
  const best = facts.products.slice(0, top)
  report.heading(`Best ${best.length} products`).table(
    [
      ['Product', 'Sold', 'Revenue', 'Share'],
      ...best.map(({ key, quantity, revenue }) => [key, quantity, money(revenue), share(revenue)]),
    ],
    { right: [1, 2, 3] },
  )
  report.heading('Regions').chart(
    facts.regions.map(({ key, revenue }) => [key, revenue]),
    { format: money },
  )
  return report.toString()
}

function moneyFormat(currency) {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 })
  return (amount) => format.format(amount)
}

function signed(fraction) {
  const percent = Math.round(fraction * 100)
  return `${percent > 0 ? '+' : ''}${percent} %`
}
