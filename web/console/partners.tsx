/** Partners whose own apps send reports, and their keys: made here, shown once, taken back here. For administrators. */
import { data } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { calendarDay } from '../ui/words.ts';
import type { Route } from './+types/partners';
import { whoActs } from './acting.ts';
import { answerOf, deskAction } from './desk-action.ts';
import { Desk } from './frame.tsx';
import { formOf } from './kept.ts';
import { Made } from './made.tsx';
import { KeyFirst, Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Partners · console' }];
const here = '/console/partners';
const usualPerMinute = '60';

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  return data({ floor, keys: await services.partnerKeys(acting) }, headers);
}

const fieldOf: Readonly<Record<string, string>> = {
  'partner-name-missing': 'name',
  'partner-mode-unknown': 'mode',
  'feed-unknown': 'feedId',
  'contract-unknown': 'perMinute',
};

export const action = (posted: Route.ActionArgs) =>
  deskAction(
    posted,
    {
      'make-key': async ({ services, acting, text }) => ({
        made: await services.makePartnerKey(acting, {
          name: text('name'),
          mode: text('mode'),
          feedId: text('feedId'),
          perMinute: Number(text('perMinute') || Number.NaN),
        }),
      }),
      'revoke-key': async ({ services, acting, text }) => {
        await services.revokePartnerKey(acting, text('id'));
        return { to: `${here}#keys` };
      },
      'clear-timetable': async ({ services, acting, text }) => {
        await services.clearPartnerTimetable(acting, text('id'));
        return { to: `${here}#keys` };
      },
    },
    fieldOf,
  );

type Key = Route.ComponentProps['loaderData']['keys'][number];
const modeWords: Readonly<Record<Key['mode'], string>> = {
  live: 'live: its reports reach the queue',
  sandbox: 'sandbox: nobody reads what it sends',
};

export default function Partners({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, keys } = loaderData;
  const { refusal, made } = answerOf(actionData);
  const making = formOf(refusal, 'make-key');
  const revoking = formOf(refusal, 'revoke-key', 'clear-timetable', '');
  return (
    <Desk floor={floor} back={here} trail={<span aria-current="page">Partners</span>}>
      <h1>Partners</h1>
      <p className="hint">
        A transit operator’s own app can send reports here, signed. It learns that a report was received and
        nothing else. No name, number or device of its employees comes in.
      </p>
      {made ? (
        <Made
          title="The key is made. Its secret is shown here and never again."
          secrets={[
            { name: 'Alight-Key', value: made.keyName },
            { name: 'Secret', value: made.secret },
          ]}
        >
          Give both to the partner’s own people, apart from each other, and close this page.
        </Made>
      ) : null}
      <Section id="make" title="Make a key" problem={making.problem}>
        <KeyFirst floor={floor} to="tokens:make" refused={making.problem} />
        <form method="post" action={here}>
          <TextField
            name="name"
            label="Which organization?"
            hint="As staff will read it beside a report. The same name again is another key for the same partner."
            value={making.one('name')}
            error={making.wrong('name')}
            maxLength={120}
            required
          />
          <Choose
            name="mode"
            label="Live or sandbox?"
            value={making.one('mode') ?? 'sandbox'}
            error={making.wrong('mode')}
            options={[
              ['sandbox', 'Sandbox: checked and answered, read by nobody'],
              ['live', 'Live: becomes a report in the queue'],
            ]}
          />
          <TextField
            name="feedId"
            label="Their timetable here, if there is one"
            hint="The name it was imported under, so that their trip numbers are found. It counts for all their keys; left empty, it stays as it is. Below it can be taken away."
            value={making.one('feedId')}
            error={making.wrong('feedId')}
            maxLength={60}
          />
          <TextField
            name="perMinute"
            label="How many reports a minute are agreed?"
            hint="More are taken as well: they are marked, and answered more slowly. It counts for all their keys."
            value={making.one('perMinute') ?? usualPerMinute}
            error={making.wrong('perMinute')}
            maxLength={4}
            required
          />
          <Button name="do" value="make-key">
            Make a key
          </Button>
        </form>
      </Section>
      <Section id="keys" title={`Keys (${keys.length})`} problem={revoking.problem} floor={floor}>
        {keys.length ? <List keys={keys} /> : <p className="hint">None yet.</p>}
      </Section>
    </Desk>
  );
}

function List({ keys }: { keys: readonly Key[] }) {
  const times = useTimes();
  return (
    <table className="rows">
      <thead>
        <tr>
          {['Partner', 'Key', 'Agreed', 'Made', 'State', 'Last used'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row" data-name="Partner">
              {key.partner}
            </th>
            <td data-name="Key">
              <code className="token">{key.keyName}</code>
            </td>
            <td data-name="Agreed">
              {key.perMinute} a minute{key.feedId ? `, timetable ${key.feedId}` : ''}
              {key.feedId ? (
                <form method="post" action={here}>
                  <input type="hidden" name="id" value={key.id} />
                  <button className="small" name="do" value="clear-timetable" type="submit">
                    No timetable<span className="unseen"> for {key.partner} any more</span>
                  </button>
                </form>
              ) : null}
            </td>
            <td data-name="Made">
              {times.day(key.madeAt)}, {key.madeBy}
            </td>
            <td data-name="State">
              {key.revoked ? 'taken back' : modeWords[key.mode]}
              {key.revoked ? null : (
                <form method="post" action={here}>
                  <input type="hidden" name="id" value={key.id} />
                  <button className="small" name="do" value="revoke-key" type="submit">
                    Take back<span className="unseen"> the key of {key.partner}</span>
                  </button>
                </form>
              )}
            </td>
            <td data-name="Last used">{key.lastUsedOn ? calendarDay(key.lastUsedOn) : 'never'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
