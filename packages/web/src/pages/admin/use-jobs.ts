import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { say, sayProblem } from '../../design/toast.tsx'
import { asked, finishedSince, isUnderWay, jobTitle, type Jobs } from './job-words.ts'

const query = reading('/api/v1/admin/jobs')

/** The jobs, read often while one of those that were asked for here is under way; it is said when such a one ends. */
export function useJobs() {
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set())
  const answer = useQuery({
    ...query,
    refetchInterval: ({ state: { data } }) => (data?.jobs.some(isUnderWay) === true ? 1000 : 10_000),
  })
  const former = useRef<Jobs>(undefined)
  const { data } = answer
  useEffect(() => {
    if (!data) return
    for (const { name, last } of finishedSince(former.current, data)) {
      if (!mine.has(name)) continue
      if (last?.state === 'completed') say(`${jobTitle(name)} went well`)
      else sayProblem(new Error(last?.error ?? ''))
    }
    former.current = data
  }, [data, mine])
  const run = useMutation({
    mutationFn: (job: string) =>
      settled(api.POST('/api/v1/admin/jobs/{job}/runs', { params: { path: { job } } })),
    onMutate: async (job) => {
      await queries.cancelQueries({ queryKey: query.queryKey })
      setMine((names) => new Set(names).add(job))
      queries.setQueryData(query.queryKey, (known) => known && asked(known, job))
    },
    onError: sayProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: query.queryKey }),
  })
  return { ...answer, run: (job: string) => run.mutate(job) }
}
