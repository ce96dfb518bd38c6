/** How people get in: invitations, and for who lost every key, a recovery that two others agree on. */
import type { ReactNode } from 'react';
import { data } from 'react-router';
import { givenByTwo, may, operatorRoles, roles } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { calendarDay, permissionWords, roleWords } from '../ui/words.ts';
import type { Route } from './+types/keys';
import { whoActs } from './acting.ts';
import { answerOf, deskAction } from './desk-action.ts';
import { Desk } from './frame.tsx';
import { formOf, type Refused } from './kept.ts';
import { Made } from './made.tsx';
import { KeyFirst, Refusal, Section } from './section.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Keys · console' }];
const here = '/console/keys';

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  return data({ floor, keys: await services.keys(acting) }, headers);
}

/** Done, and said on the page again. */
const again = (said: string) => ({ to: here, said });

export const action = (posted: Route.ActionArgs) =>
  deskAction<{ link: string; name: string } | { token: string; name: string }>(posted, {
    invite: async ({ services, acting, text }) => {
      const { link } = await services.invitePerson(acting, {
        name: text('name'),
        email: text('email'),
        role: text('role'),
        organization: text('organization'),
      });
      return link === null ? again('key-asked') : { made: { link, name: text('name') } };
    },
    'agree-invitation': async ({ services, acting, text }) => ({
      made: await services.agreeInvitation(acting, text('id')),
    }),
    'agree-role': async ({ services, acting, text }) => {
      await services.agreeRole(acting, text('id'));
      return again('key-agree-role');
    },
    'refuse-role': async ({ services, acting, text }) => {
      await services.refuseRole(acting, text('id'));
      return again('key-refuse-role');
    },
    'agree-token': async ({ services, acting, text }) => ({
      made: await services.agreeToken(acting, text('id')),
    }),
    'refuse-token': async ({ services, acting, text }) => {
      await services.refuseToken(acting, text('id'));
      return again('refuse-token');
    },
    'take-back': async ({ services, acting, text }) => {
      await services.takeBackInvitation(acting, text('personId'));
      return again('key-take-back');
    },
    recover: async ({ services, acting, text }) => {
      await services.askRecovery(acting, text('id'));
      return again('key-recover');
    },
    approve: async ({ services, acting, text }) => {
      const { link } = await services.approveRecovery(acting, text('id'));
      return { made: { link, name: text('name') } };
    },
    refuse: async ({ services, acting, text }) => {
      await services.refuseRecovery(acting, text('id'));
      return again('key-refuse');
    },
  });

type Keys = Route.ComponentProps['loaderData']['keys'];

export default function KeysPage({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, keys } = loaderData;
  const { refusal, made } = answerOf(actionData);
  const invites = may(floor.me.role, 'roles:ask');
  return (
    <Desk floor={floor} back={here} trail={invites ? <span aria-current="page">Keys</span> : null}>
      <h1>Keys</h1>
      {keys.here ? null : (
        <p className="note">
          In the demonstration nobody signs in, so there is nobody to invite: whoever sits at this machine
          chooses who acts.
        </p>
      )}
      {refusal ? <Refusal {...refusal.problem} /> : null}
      {made && 'token' in made ? (
        <Made
          title={`The token “${made.name}” is made. It is shown to you alone, here and never again.`}
          secrets={[{ value: made.token }]}
        >
          Put it into the machine that it is for, yourself, and close this page. Give it to nobody: whoever
          holds it reads what it was made for.
        </Made>
      ) : null}
      {made && 'link' in made ? (
        <Made title={`A link for ${made.name}.`} secrets={[{ value: made.link }]}>
          It is shown this once, works once, and for 24 hours. Give it to them yourself, and to nobody else.
        </Made>
      ) : null}
      <Waiting keys={keys} floor={floor} />
      {invites ? <Invite keys={keys} floor={floor} refusal={refusal} /> : null}
      <Recoveries keys={keys} floor={floor} />
    </Desk>
  );
}

type Floor = Route.ComponentProps['loaderData']['floor'];

function Invite({ keys, floor, refusal }: { keys: Keys; floor: Floor; refusal: Refused | undefined }) {
  const form = formOf(refusal, 'invite');
  const open = keys.invitations.filter(({ waits }) => !waits);
  return (
    <Section id="invite" title="Invite somebody" floor={floor}>
      <KeyFirst floor={floor} to="roles:ask" refused={refusal?.problem} />
      <form method="post" action={here}>
        <TextField name="name" label="Name" maxLength={120} value={form.one('name')} required />
        <TextField
          name="email"
          label="E-mail address at work"
          type="email"
          value={form.one('email')}
          required
        />
        <Choose
          name="role"
          label="Role"
          value={form.one('role') ?? 'hotline-advocate'}
          options={roles
            .filter((role) => role !== 'service-account')
            .map((role) => [role, roleWords[role]] as const)}
        />
        <TextField
          name="organization"
          label="Works for"
          hint={`Empty: this hotline, as always for ${operatorRoles.map((role) => roleWords[role]).join(', ')}.`}
          value={form.one('organization')}
          maxLength={160}
        />
        <p className="hint">
          A second person has to agree first where the role is{' '}
          {roles
            .filter(givenByTwo)
            .map((role) => roleWords[role])
            .join(' or ')}
          . They get the link, and give it on.
        </p>
        <p className="actions">
          <Button name="do" value="invite">
            Make the link
          </Button>
        </p>
      </form>
      <h3>Open invitations ({open.length})</h3>
      {open.map((invitation) => (
        <form method="post" action={here} className="inline" key={invitation.id}>
          <input type="hidden" name="personId" value={invitation.personId} />
          <p>
            <strong>{invitation.name}</strong>, {invitation.email},{' '}
            {roleWords[invitation.role as keyof typeof roleWords] ?? invitation.role}
            {invitation.kind === 'recovery' ? ', recovery' : ''}{' '}
            <button className="small" name="do" value="take-back" type="submit">
              Take back<span className="unseen"> the link of {invitation.name}</span>
            </button>
          </p>
        </form>
      ))}
    </Section>
  );
}

/** What one of two asked for: the other agrees or says no, and whoever asked may take it back. */
function Waiting({ keys, floor }: { keys: Keys; floor: Floor }) {
  const invitations = keys.invitations.filter(({ waits }) => waits);
  const count = keys.grants.length + invitations.length + keys.tokens.length;
  const agreesToTokens = may(floor.me.role, 'tokens:agree');
  return (
    <Section id="waiting" title={`Waiting for a second person (${count})`} floor={floor}>
      <p className="hint">
        Whoever agrees says: I know who this is, and that they work here as this. If you are not sure, ask
        whoever asked, or say no: it can be asked for again.
      </p>
      {keys.grants.map((grant) => (
        <Wait
          key={grant.id}
          id={grant.id}
          of={grant.personId}
          askedBy={grant.askedBy}
          me={floor.me.id}
          about={grant.name}
          buttons={['agree-role', 'refuse-role']}
        >
          to be {roleWords[grant.role]}, asked for by {grant.askedByName}
        </Wait>
      ))}
      {invitations.map((invitation) => (
        <Wait
          key={invitation.id}
          id={invitation.id}
          of={invitation.personId}
          askedBy={invitation.askedBy}
          me={floor.me.id}
          about={invitation.name}
          buttons={['agree-invitation', 'take-back']}
        >
          {invitation.email}, to be invited as{' '}
          {roleWords[invitation.role as keyof typeof roleWords] ?? invitation.role}, asked for by{' '}
          {invitation.askedByName}
        </Wait>
      ))}
      {keys.tokens.length ? (
        <p className="hint">
          A token lets a machine read what its line says, without a key. A supervisor agrees who knows which
          machine it is and who looks at it, and is then shown the token, once.
        </p>
      ) : null}
      {keys.tokens.map((token) => (
        <Wait
          key={token.id}
          id={token.id}
          of={null}
          askedBy={token.askedBy}
          me={floor.me.id}
          about={token.name}
          buttons={[agreesToTokens ? 'agree-token' : null, 'refuse-token']}
        >
          a token until {calendarDay(token.expiresAt)}, asked for by {token.askedByName}:{' '}
          {token.scopes
            .map((scope) => permissionWords[scope as keyof typeof permissionWords] ?? scope)
            .join('; ')}
        </Wait>
      ))}
    </Section>
  );
}

function Wait(wait: {
  id: string;
  /** Whom it is about; null where that is a machine. */
  of: string | null;
  askedBy: string | null;
  me: string;
  about: string;
  /** Null where they may not agree. */
  buttons: readonly [agree: string | null, refuse: string];
  children: ReactNode;
}) {
  const mine = wait.askedBy === wait.me;
  const [agree, refuse] = wait.buttons;
  return (
    <form method="post" action={here} className="inline">
      <input type="hidden" name="id" value={wait.id} />
      {wait.of ? <input type="hidden" name="personId" value={wait.of} /> : null}
      <p>
        <strong>{wait.about}</strong>, {wait.children}{' '}
        {agree === null || mine || wait.of === wait.me ? (
          wait.of === null ? (
            '(a supervisor must agree)'
          ) : (
            '(somebody else must agree)'
          )
        ) : (
          <button className="small" name="do" value={agree} type="submit">
            Agree<span className="unseen"> about {wait.about}</span>
          </button>
        )}{' '}
        <button className="small" name="do" value={refuse} type="submit">
          {mine ? 'Take back' : 'Say no'}
          <span className="unseen"> about {wait.about}</span>
        </button>
      </p>
    </form>
  );
}

function Recoveries({ keys, floor }: { keys: Keys; floor: Floor }) {
  return (
    <Section id="recovery" title="Somebody lost every key" floor={floor}>
      <p className="hint">
        Speak to them yourself first: by a call back to a number you know, or face to face. One of you asks,
        another one approves; then their old keys and sessions end, and a link is made for them.
      </p>
      {keys.recoveries.map((recovery) => (
        <form method="post" action={here} className="inline" key={recovery.id}>
          <input type="hidden" name="id" value={recovery.id} />
          <input type="hidden" name="name" value={recovery.name} />
          <p>
            <strong>{recovery.name}</strong>, asked for by {recovery.askedByName}{' '}
            {recovery.askedBy === floor.me.id || recovery.personId === floor.me.id ? (
              '(somebody else must approve)'
            ) : (
              <button className="small" name="do" value="approve" type="submit">
                Approve<span className="unseen"> the recovery of {recovery.name}</span>
              </button>
            )}{' '}
            <button className="small" name="do" value="refuse" type="submit">
              Refuse<span className="unseen"> the recovery of {recovery.name}</span>
            </button>
          </p>
        </form>
      ))}
      <form method="post" action={here}>
        <Choose
          name="id"
          label="Who"
          options={keys.people
            .filter(({ id }) => id !== floor.me.id)
            .map(({ id, name, role }) => [id, `${name}, ${roleWords[role]}`] as const)}
        />
        <p className="actions">
          <Button quiet name="do" value="recover">
            Ask for a recovery
          </Button>
        </p>
      </form>
    </Section>
  );
}
