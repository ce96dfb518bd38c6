/** Who is coming, and each page that went out: one glance says what is missing, one line how to reach them again. */
import type { ResponseView } from '../../src/responses/index.ts';
import { Button } from '../ui/forms.tsx';
import { Panel } from '../ui/pieces.tsx';
import { clockTime, pageStateWords, roleStateWords } from '../ui/words.ts';

type Role = ResponseView['roles'][number];

const tagOf = (state: Role['state']): string =>
  state === 'staged' ? 'tag tag--good' : state === 'unfilled' ? 'tag tag--imminent' : 'tag';

/** "1 of 3 needed are in place": what a person who comes back to the screen asks first. */
function standing(roles: readonly Role[]): string {
  const needed = roles.filter(({ required }) => required);
  const there = needed.filter(({ state }) => state === 'staged').length;
  return `${there} of ${needed.length} needed ${there === 1 ? 'is' : 'are'} in place.`;
}

/** Whoever is only asked to lead does not lead yet. */
function leadWords(roles: readonly Role[], lead: string | null): string {
  const state = roles.find((role) => role.lead)?.state;
  if (!lead || state === 'unfilled') return 'Nobody leads yet.';
  return state === 'asking' ? `Asked to lead: ${lead}.` : `Lead: ${lead}.`;
}

export function Roles({ roles, lead }: { roles: readonly Role[]; lead: string | null }) {
  return (
    <Panel title="Roles">
      <p>
        <strong>{standing(roles)}</strong> {leadWords(roles, lead)}
      </p>
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">Role</th>
              <th scope="col">State</th>
              <th scope="col">Who</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <tr key={role.role}>
                <th scope="row">
                  <span className="name">{role.name}</span>
                  {role.lead ? ' (lead)' : role.required ? '' : ' (if they can)'}
                </th>
                <td>
                  <span className={tagOf(role.state)}>{roleStateWords[role.state]}</span>
                </td>
                <td>
                  {role.organizationName ?? 'nobody yet'}
                  {role.etaAt && role.state !== 'staged' ? (
                    <>
                      , expected <time>{clockTime(role.etaAt)}</time>
                    </>
                  ) : null}
                </td>
                <td>
                  <time>{clockTime(role.stateAt)}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Pages in the order in which they went out. A new link is sent only after a call-back, so it takes two taps. */
export function Pages({ roles, to, open }: { roles: readonly Role[]; to: string; open: boolean }) {
  const pages = roles.flatMap((role) => role.asked.map((page) => ({ ...page, roleName: role.name })));
  return (
    <Panel title="Pages">
      {pages.length === 0 ? <p className="hint">Nobody has been asked yet.</p> : null}
      <ul className="plain">
        {pages.map((page) => (
          <li key={page.pageId} className="entry">
            <div>
              <strong className="page-code">{page.code}</strong> {page.organizationName}
              <span className="hint">
                {page.roleName} · {pageStateWords[page.state]}
              </span>
            </div>
            {open && page.state !== 'declined' && page.state !== 'stood-down' ? (
              <details>
                <summary>
                  New link<span className="unseen"> for page {page.code}</span>
                </summary>
                <form method="post" action={to}>
                  <input type="hidden" name="pageId" value={page.pageId} />
                  <p className="hint">
                    Call them back first, on the number we hold and not the one they called from. Links and
                    pages that are open now end; the new link goes to them alone.
                  </p>
                  <Button quiet name="do" value="reissue">
                    Send a new link
                  </Button>
                </form>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
