import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'
import { queries } from '../../api/queries.ts'
import { say, sayProblem } from '../../design/toast.tsx'
import { endedAfter, isUnderWay, jobTitle, shownAs, type Jobs } from './job-words.ts'

const query = reading('/api/v1/admin/jobs')

const readNow = (): Promise<Jobs> => queries.fetchQuery({ ...query, staleTime: 0 })
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The jobs, and a way to run one: it is shown at once, followed while the page is open, and said when it ends. */
export function useJobs() {
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set())
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  const { data, error, refetch } = useQuery({
    ...query,
    refetchInterval: ({ state }) => (state.data?.jobs.some(isUnderWay) === true ? 1000 : 10_000),
  })
  const follow = async (name: string) => {
    const jobOf = ({ jobs }: Jobs) => jobs.find((job) => job.name === name)
    const before = jobOf(await readNow())?.last?.startedAt ?? null
    await settled(api.POST('/api/v1/admin/jobs/{job}/runs', { params: { path: { job: name } } }))
    while (isOpen.current) {
      await pause(1000)
      const run = endedAfter(jobOf(await readNow()), before)
      if (run) return run
    }
    return undefined
  }
  const run = async (name: string) => {
    setMine((names) => new Set(names).add(name))
    try {
      const ended = await follow(name)
      if (ended?.state === 'completed') say(`${jobTitle(name)} went well`)
      else if (ended) sayProblem(failureOf(name, ended.error))
    } catch (thrown) {
      sayProblem(thrown)
    } finally {
      setMine((names) => new Set([...names].filter((each) => each !== name)))
    }
  }
  const shown = data && { ...data, jobs: data.jobs.map((job) => shownAs(job, mine.has(job.name))) }
  return { data: shown, error, refetch, run: (name: string) => void run(name) }
}

function failureOf(name: string, error: string | null): Problem {
  return new Problem({
    status: 0,
    code: 'job.failed',
    message: `${jobTitle(name)} failed`,
    hint: error ?? 'The registry’s log says why.',
  })
}
