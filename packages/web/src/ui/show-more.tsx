/** The way to the next page of a list. */

interface PagedList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/** `of`: what there is more of. */
export function ShowMore({ list, of }: { list: PagedList; of: string }) {
  if (!list.hasNextPage) return null;
  return (
    <div className="text-center">
      <button
        type="button"
        className="btn"
        disabled={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {list.isFetchingNextPage ? 'Loading' : `Show more ${of}`}
      </button>
    </div>
  );
}
