/** What a supervisor must see, one row each: when, what, where to look, and that it was seen to. */
import type { AlertRow } from './sorting.ts';
import { useTimes } from './times.tsx';

export function AlertList({ rows, to, back }: { rows: readonly AlertRow[]; to: string; back?: string }) {
  // A row never leads to the page that it stands on.
  const times = useTimes();
  return (
    <ul className="plain">
      {rows.map((row) => (
        <li key={row.ids[0]} className={row.atOnce ? 'alert alert--now' : 'alert'}>
          <time>{times.at(row.at)}</time>
          <span>
            {row.atOnce ? <strong>▲ {row.words}</strong> : row.words}{' '}
            {row.href && row.href !== back ? <a href={row.href}>{row.linkWords}</a> : null}
          </span>
          <form method="post" action={to}>
            <input type="hidden" name="do" value="alert" />
            {back ? <input type="hidden" name="back" value={back} /> : null}
            {row.ids.map((id) => (
              <input key={id} type="hidden" name="id" value={id} />
            ))}
            <button className="small" type="submit">
              Seen to
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
