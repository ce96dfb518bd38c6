/** Who may be let in, and as what. For administrators. */
import { data } from 'react-router';
import { givenByTwo, operatorRoles, type Role, roles } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { roleWords } from '../ui/words.ts';
import type { Route } from './+types/people';
import { whoActs } from './acting.ts';
import { answerOf, deskAction } from './desk-action.ts';
import { Desk } from './frame.tsx';
import { Refusal, Section } from './section.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'People · console' }];
const here = '/console/people';

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  return data({ floor, people: await services.people(acting) }, headers);
}

const changeActive: Parameters<typeof deskAction>[1][string] = async ({ services, acting, text }) => {
  await services.changeActive(acting, text('id'), text('do') === 'come-back');
  return { to: `${here}#people` };
};

export const action = (posted: Route.ActionArgs) =>
  deskAction(posted, {
    role: async ({ services, acting, text }) => {
      const asked = (await services.changeRole(acting, text('id'), text('role'))) === 'asked';
      return { to: `${here}#people`, ...(asked ? { said: 'role-asked' } : {}) };
    },
    leave: changeActive,
    'come-back': changeActive,
  });

const byTwo = roles
  .filter(givenByTwo)
  .map((role) => roleWords[role])
  .join(' and ');

type Person = Route.ComponentProps['loaderData']['people'][number];

export default function People({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, people } = loaderData;
  const { refusal } = answerOf(actionData);
  const left = people.filter(({ active }) => !active).length;
  return (
    <Desk
      floor={floor}
      back={here}
      trail={
        <>
          <a href="/console/keys">Keys</a>
          <a href="/console/tokens">Tokens</a>
          <a href="/console/partners">Partners</a>
          <a href="/console/purges">To be destroyed</a>
          <a href="/console/glass">Break glass</a>
        </>
      }
    >
      <h1>People</h1>
      <Section id="people" title={`Who may be let in (${people.length - left})`} floor={floor}>
        {refusal ? <Refusal {...refusal.problem} /> : null}
        <p className="hint">
          A role counts from the next thing somebody does; {byTwo} when a second person agreed, on the page{' '}
          <a href="/console/keys">Keys</a>. Whoever left is let in no more; what they did keeps their name.
          Each change is on record.
        </p>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Works for</th>
              <th scope="col">Role</th>
              <th scope="col">Let in</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Row key={person.id} person={person} me={floor.me.id} />
            ))}
          </tbody>
        </table>
      </Section>
    </Desk>
  );
}

/** What somebody may become: the hotline's own roles belong to those who work for it, and nobody becomes a machine. */
const rolesFor = ({ atOperator }: Person): readonly Role[] =>
  roles.filter((role) => role !== 'service-account' && (atOperator || !operatorRoles.includes(role)));

function Row({ person, me }: { person: Person; me: string }) {
  const own = person.id === me;
  return (
    <tr>
      <th scope="row" data-name="Name">
        {person.name}
        {own ? ' (you)' : ''}
      </th>
      <td data-name="Works for">{person.organizationName}</td>
      <td data-name="Role">
        {person.active ? (
          <form method="post" action={here} className="inline">
            <input type="hidden" name="id" value={person.id} />
            <select name="role" defaultValue={person.role} aria-label={`Role of ${person.name}`}>
              {rolesFor(person).map((role) => (
                <option key={role} value={role}>
                  {roleWords[role]}
                </option>
              ))}
            </select>{' '}
            <button className="small" name="do" value="role" type="submit">
              Change<span className="unseen"> the role of {person.name}</span>
            </button>
          </form>
        ) : (
          roleWords[person.role]
        )}
      </td>
      <td data-name="Let in">
        <form method="post" action={here} className="inline">
          <input type="hidden" name="id" value={person.id} />
          {person.active ? 'yes' : 'no, left'}{' '}
          <button className="small" name="do" value={person.active ? 'leave' : 'come-back'} type="submit">
            {person.active ? 'Let in no more' : 'Let in again'}
            <span className="unseen"> {person.name}</span>
          </button>
        </form>
      </td>
    </tr>
  );
}
