/** Tokens of machines: made here, shown once, taken back here. For administrators. */
import { data } from 'react-router';
import { isTokenScope, tokenByTwo, tokenDays, tokenScopes } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Choices, Choose, TextField } from '../ui/forms.tsx';
import { calendarDay, permissionWords } from '../ui/words.ts';
import type { Route } from './+types/tokens';
import { whoActs } from './acting.ts';
import { answerOf, deskAction } from './desk-action.ts';
import { Desk } from './frame.tsx';
import { formOf } from './kept.ts';
import { Made } from './made.tsx';
import { KeyFirst, Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Tokens · console' }];
const here = '/console/tokens';
const usualDays = '90';

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  return data({ floor, tokens: await services.tokens(acting) }, headers);
}

const fieldOf: Readonly<Record<string, string>> = {
  'token-name-missing': 'name',
  'token-scopes-missing': 'scopes',
  'token-days-unknown': 'days',
};

export const action = (posted: Route.ActionArgs) =>
  deskAction<{ token: string }>(
    posted,
    {
      'make-token': async ({ services, acting, text, all }) => {
        const { token } = await services.makeToken(acting, {
          name: text('name'),
          scopes: all('scopes'),
          days: Number(text('days')),
        });
        return token === null ? { to: `${here}#tokens`, said: 'token-asked' } : { made: { token } };
      },
      'revoke-token': async ({ services, acting, text }) => {
        await services.revokeToken(acting, text('id'));
        return { to: `${here}#tokens` };
      },
    },
    fieldOf,
  );

/** What a token may do, as people read it, and whether that takes a supervisor's word. */
const scopeWords = (scope: (typeof tokenScopes)[number]): string =>
  `${permissionWords[scope] ?? scope}${tokenByTwo([scope]) ? ' (a supervisor agrees)' : ''}`;

type Token = Route.ComponentProps['loaderData']['tokens'][number];
const stateWords: Readonly<Record<Token['state'], string>> = {
  waiting: 'waits for a supervisor; would run until',
  lapsed: 'nobody agreed in three days; would have run until',
  live: 'in use until',
  ended: 'ran out',
  revoked: 'taken back; would have run until',
};

export default function Tokens({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, tokens } = loaderData;
  const { refusal, made } = answerOf(actionData);
  const making = formOf(refusal, 'make-token');
  const revoking = formOf(refusal, 'revoke-token', '');
  return (
    <Desk floor={floor} back={here} trail={<span aria-current="page">Tokens</span>}>
      <h1>Tokens</h1>
      {made ? (
        <Made title="The token is made. It is shown here and never again." secrets={[{ value: made.token }]}>
          Copy it to where it is needed and close this page.
        </Made>
      ) : null}
      <Section id="make" title="Make one" problem={making.problem}>
        <KeyFirst floor={floor} to="tokens:make" refused={making.problem} />
        <form method="post" action={here}>
          <TextField
            name="name"
            label="What is it for?"
            hint="As people will read it in the log: “Shift display in room 2”."
            value={making.one('name')}
            error={making.wrong('name')}
            maxLength={120}
            required
          />
          <Choices
            name="scopes"
            legend="What may it do?"
            hint="No token opens a report, records a consent or decides. To what shows where reports led, a supervisor agrees first, on the page Keys, and is shown the token; you are not."
            error={making.wrong('scopes')}
            options={tokenScopes.map((scope) => [scope, scopeWords(scope)] as const)}
            chosen={making.all('scopes')}
          />
          <Choose
            name="days"
            label="For how long?"
            value={making.one('days') ?? usualDays}
            error={making.wrong('days')}
            options={tokenDays.map((days) => [String(days), `${days} days`] as const)}
          />
          <Button name="do" value="make-token">
            Make a token
          </Button>
        </form>
      </Section>
      <Section id="tokens" title={`Tokens (${tokens.length})`} problem={revoking.problem} floor={floor}>
        {tokens.length ? <List tokens={tokens} /> : <p className="hint">None yet.</p>}
      </Section>
    </Desk>
  );
}

function List({ tokens }: { tokens: readonly Token[] }) {
  const times = useTimes();
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">May</th>
          <th scope="col">Made</th>
          <th scope="col">State</th>
          <th scope="col">Last used</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row" data-name="For">
              {token.name}
            </th>
            <td data-name="May">
              {token.scopes
                .map((scope) => (isTokenScope(scope) ? (permissionWords[scope] ?? scope) : scope))
                .join('; ')}
            </td>
            <td data-name="Made">
              {times.day(token.madeAt)}, {token.madeBy}
              {token.agreedBy ? `, with ${token.agreedBy}` : null}
            </td>
            <td data-name="State">
              {stateWords[token.state]} {calendarDay(token.expiresAt)}
              {token.state === 'live' || token.state === 'waiting' ? (
                <form method="post" action={here}>
                  <input type="hidden" name="id" value={token.id} />
                  <button className="small" name="do" value="revoke-token" type="submit">
                    Take back<span className="unseen"> {token.name}</span>
                  </button>
                </form>
              ) : null}
            </td>
            <td data-name="Last used">{token.lastUsedOn ?? 'never'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
