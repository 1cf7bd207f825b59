import { Loading, Skeleton } from '../../design/states.tsx'

/** The places of all that comes, in its size. */
export function PackageSkeleton() {
  return (
    <Loading what="the page">
      <div className="flex flex-col gap-6">
        <div className="flex items-start gap-5">
          <Skeleton className="hidden size-16 rounded-xl sm:block" />
          <div className="flex flex-1 flex-col gap-2.5">
            <Skeleton className="h-8 w-64 max-w-full" />
            <Skeleton className="h-5 w-40" />
            <Skeleton className="h-6 w-full max-w-prose" />
            <Skeleton className="h-5 w-80 max-w-full" />
          </div>
        </div>
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Skeleton className="h-56 lg:col-start-2 lg:row-start-1" />
          <div className="flex flex-col gap-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
            <Skeleton className="h-11" />
            <Skeleton className="h-[36rem]" />
          </div>
          <Skeleton className="h-96 lg:col-start-2 lg:row-start-2" />
        </div>
      </div>
    </Loading>
  )
}
