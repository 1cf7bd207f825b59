/** How PostgreSQL runs the statements of searches. */
export const session: Readonly<Record<string, string>> = {
  // A search that takes longer is given up, and says so.
  statement_timeout: '2s',
  // Planning takes as long as most searches do; the plan is the same for all words.
  plan_cache_mode: 'force_generic_plan',
  // What is searched stays in memory; a scan of every package is never the best.
  random_page_cost: '1.1',
  enable_seqscan: 'off',
  work_mem: '16MB',
  jit: 'off',
  'pg_trgm.word_similarity_threshold': '0.5',
}
