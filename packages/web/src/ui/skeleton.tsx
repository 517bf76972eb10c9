/** Grey lines that stand for what is being loaded. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div role="status" className="space-y-3 py-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never change places
        <div key={line} aria-hidden className="skeleton h-4" style={{ width: `${95 - ((line * 23) % 45)}%` }} />
      ))}
    </div>
  );
}
