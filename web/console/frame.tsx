/** The top of every console page: the way back to the queue, the clock of the shift, and who acts. */
import { type ReactNode, useId } from 'react';
import { useRouteLoaderData } from 'react-router';
import { may, type Role } from '../../src/identity/core/index.ts';
import type { loader as rootLoader } from '../root.tsx';
import { roleWords } from '../ui/words.ts';
import type { Floor } from './acting.ts';
import { OnTheFloor } from './floor.tsx';
import { Said } from './section.tsx';
import { NowContext, useNow, useTimes } from './times.tsx';

export function Desk({
  floor,
  back,
  trail,
  hasOwnSearch = false,
  children,
}: {
  floor: Floor;
  back: string;
  trail?: ReactNode;
  /** The page is the search: one box is enough. */
  hasOwnSearch?: boolean;
  children: ReactNode;
}) {
  const now = useNow(floor.now);
  return (
    <NowContext value={now}>
      <div className="console">
        <Shift floor={floor} back={back} trail={trail} withSearch={!hasOwnSearch} />
        <OnTheFloor floor={floor} back={back} />
        <Said floor={floor} panel="top" />
        {floor.keysAway ? <KeysAway /> : null}
        {children}
      </div>
    </NowContext>
  );
}

/** Said on every page, before somebody finds out at the report that they need now. */
function KeysAway() {
  return (
    <div className="note" role="alert">
      <strong>Reports cannot be opened just now: the master keys are away.</strong> New reports come in and
      are safe; nothing is lost. You see who waits and how long, not what they wrote. Call whoever runs this
      instance now: the file of master keys has to be put back.
    </div>
  );
}

function Shift({
  floor,
  back,
  trail,
  withSearch,
}: {
  floor: Floor;
  back: string;
  trail: ReactNode;
  withSearch: boolean;
}) {
  const times = useTimes();
  const id = useId();
  const { everyone, me } = floor;
  const demo = useRouteLoaderData<typeof rootLoader>('root')?.instance.demo ?? false;
  const home = homeOf(me.role);
  return (
    <div className="shift no-print">
      <nav aria-label="Where you are" className="shift__trail">
        <a href={home.to} aria-current={back === home.to ? 'page' : undefined}>
          {home.name}
        </a>
        {me.role === 'supervisor' && back !== '/console/keys' ? <a href="/console/keys">Keys</a> : null}
        {trail}
      </nav>
      {withSearch && may(me.role, 'reports:read') ? <SearchBox id={`${id}-search`} /> : null}
      <p className="shift__clock">
        {times.now ? (
          <time dateTime={times.now.toISOString()}>
            {times.day(times.now)} · <strong>{times.withZone(times.now)}</strong>
          </time>
        ) : null}
      </p>
      {demo ? null : (
        <form method="post" action="/account" className="shift__acting">
          <span>
            <a href="/account">{me.name}</a> · {roleWords[me.role]}
          </span>
          <button className="small" name="do" value="sign-out" type="submit">
            Sign out
          </button>
        </form>
      )}
      {demo ? (
        <form method="post" action="/console" className="shift__acting">
          <input type="hidden" name="back" value={back} />
          <label htmlFor={id}>Acting as</label>
          <select id={id} name="staffId" defaultValue={me.id}>
            {everyone.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name} · {roleWords[member.role]}
              </option>
            ))}
          </select>
          <button className="small" name="do" value="act-as" type="submit">
            Switch
          </button>
        </form>
      ) : null}
    </div>
  );
}

/** One box for everything a report can be found by. It is posted: what is looked for stands in no address and no history. */
function SearchBox({ id }: { id: string }) {
  return (
    <search className="shift__search">
      <form method="post" action="/console/search">
        <label htmlFor={id}>Find a report</label>
        <input
          id={id}
          name="text"
          type="search"
          maxLength={200}
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="number, plate, address, @name"
        />
        <button className="small" type="submit">
          Find
        </button>
      </form>
    </search>
  );
}

/** The page at which somebody of a role begins. */
export const homeOf = (role: Role): { readonly to: string; readonly name: string } =>
  may(role, 'queue:read')
    ? { to: '/console', name: 'Queue' }
    : may(role, 'people:manage')
      ? { to: '/console/people', name: 'People' }
      : { to: '/console/audit', name: 'Who saw what' };

/** After danger now or a child: quiet, no reason asked. */
export function TakeTen({ floor, back }: { floor: Floor; back: string }) {
  if (floor.chats?.me.until) return null;
  return (
    <form method="post" action="/console" className="ten no-print">
      <input type="hidden" name="back" value={back} />
      <button className="usa-button usa-button--outline" name="do" value="take-ten" type="submit">
        Take ten minutes
      </button>
      <span className="hint">No reason is asked. Your chats go on with others.</span>
    </form>
  );
}
