/** Who is coming, and each page that went out: one glance says what is missing, one line how to reach them again. */
import type { ResponseView } from '../../src/responses/index.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { pageStateWords, roleStateWords } from '../ui/words.ts';
import type { Floor } from './acting.ts';
import type { Refused } from './kept.ts';
import { formOf } from './kept.ts';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

type Role = ResponseView['roles'][number];

/** Only a role that is needed and has nobody is an alarm. */
const tagOf = (role: Role): string =>
  role.state === 'staged'
    ? 'tag tag--good'
    : role.state === 'unfilled' && role.required
      ? 'tag tag--imminent'
      : 'tag';

const stateWords = (role: Role): string =>
  role.state === 'unfilled' && !role.required
    ? 'nobody came (not needed)'
    : role.state === 'asking' && role.asked.length === 0
      ? 'not asked yet'
      : roleStateWords[role.state];

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

/** Each role in one line, for beside the meeting point. @param at writes a time */
export const roleLine = (role: Role, at: (time: Date | string) => string): string =>
  `${role.name}: ${stateWords(role)}${role.etaAt && role.state !== 'staged' ? `, expected ${at(role.etaAt)}` : ''}`;

export function Roles({ roles, lead }: { roles: readonly Role[]; lead: string | null }) {
  const times = useTimes();
  return (
    <Section id="roles" title="Roles">
      <p>
        <strong>{standing(roles)}</strong> {leadWords(roles, lead)}
      </p>
      <table className="rows">
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
              <th scope="row" data-name="Role">
                <span className="name">
                  {role.name}
                  {role.lead ? ' (lead)' : role.required ? '' : ' (if they can)'}
                </span>
              </th>
              <td data-name="State">
                <span className={tagOf(role)}>{stateWords(role)}</span>
              </td>
              <td data-name="Who">
                {role.organizationName ??
                  (role.state === 'asking' ? role.asked.at(-1)?.organizationName : undefined) ??
                  'nobody yet'}
                {role.etaAt && role.state !== 'staged' ? (
                  <>
                    , expected <time>{times.at(role.etaAt)}</time>
                  </>
                ) : null}
              </td>
              <td data-name="Since">
                <time>{times.at(role.stateAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What a person does where the pages have come to an end. */
export function Unfilled({
  roles,
  phones,
  desk,
}: {
  roles: readonly Role[];
  /** The numbers that calls of this response were made to, by organization. */
  phones: ReadonlyMap<string, string>;
  /** Our own desk, where a supervisor is reached. */
  desk: string;
}) {
  const empty = roles.filter(({ state, required }) => required && state === 'unfilled');
  if (empty.length === 0) return null;
  return (
    <section className="note note--danger" aria-label="Roles that nobody fills">
      {empty.map((role) => (
        <div key={role.role}>
          <p>
            <strong>▲ Nobody is left to page as {role.name}.</strong> Call again by telephone, whoever said no
            as well: a late yes still counts. A page that is open can be accepted until the end.
          </p>
          <ul>
            {role.asked.map((page) => (
              <li key={page.pageId}>
                {page.organizationName}
                {phones.has(page.organizationName) ? `, ${phones.get(page.organizationName)}` : ''}: page{' '}
                {page.code}, {pageStateWords[page.state]}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p>Our own desk and the supervisor: {desk}.</p>
    </section>
  );
}

/** Nobody leads, and other police are coming: a supervisor who has spoken to them may name one. Nothing without both. */
export function GiveLead({
  response,
  to,
  refusal,
}: {
  response: ResponseView;
  to: string;
  refusal: Refused | undefined;
}) {
  const police = response.roles.filter(
    ({ role, state }) =>
      (role === 'state-patrol' || role === 'railroad-police') &&
      (state === 'acknowledged' || state === 'en-route' || state === 'staged'),
  );
  if (response.state !== 'open' || response.leadOrganizationName || police.length === 0) return null;
  const sent = formOf(refusal, 'lead');
  return (
    <Section id="lead" title="Nobody leads" problem={sent.problem}>
      <form method="post" action={`${to}#lead`}>
        <p className="hint">
          No local agency is coming. A supervisor may name another police agency that is: speak to its desk
          first. It then decides, and gives the all-clear.
        </p>
        <Choose
          name="role"
          label="Who leads"
          value={sent.one('role') ?? police[0]!.role}
          options={police.map(
            ({ role, organizationName, name }) => [role, `${organizationName} (${name})`] as const,
          )}
        />
        <TextField {...sent.field('reason')} label="Who agreed to it" maxLength={500} />
        <Button name="do" value="lead">
          They lead
        </Button>
      </form>
    </Section>
  );
}

/** Pages in the order in which they went out. A new link is sent only after a call-back, so it takes two taps. */
export function Pages({
  roles,
  to,
  open,
  floor,
  refusal,
}: {
  roles: readonly Role[];
  to: string;
  open: boolean;
  floor?: Floor;
  refusal?: Refused | undefined;
}) {
  const pages = roles.flatMap((role) => role.asked.map((page) => ({ ...page, roleName: role.name })));
  const sent = formOf(refusal, 'reissue');
  return (
    <Section id="pages" title="Pages" problem={sent.problem} {...(floor ? { floor } : {})}>
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
              <details open={sent.one('pageId') === page.pageId}>
                <summary>
                  New link<span className="unseen"> for page {page.code}</span>
                </summary>
                <form method="post" action={`${to}#pages`}>
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
    </Section>
  );
}
