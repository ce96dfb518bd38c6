/**
 * Whom not to tell: chosen as an organization, as a unit or a person of one, or written as a name that nobody in here has. The choices are
 * plain lists, so that the form is the same without a script.
 */
import type { ListedForStaff, Whom, WhomToList } from '../../src/cases/index.ts';
import type { Acting, Services } from '../../src/main/serving/services.ts';
import type { PlanView } from '../../src/responses/index.ts';
import { Button, Choose, type Options, TextField } from '../ui/forms.tsx';
import type { Floor } from './acting.ts';
import { type Refused, refused, type SentForm } from './kept.ts';
import { KeyFirst } from './section.tsx';
import { useTimes } from './times.tsx';

type Asked = readonly { readonly organizationId: string; readonly organizationName: string }[];

/** Everybody whom a plan speaks of, once: who would be asked, and who is left out for another reason. */
export const askedIn = ({ roles, psaps }: Pick<PlanView, 'roles' | 'psaps'>): Asked => [
  ...new Map(
    [
      ...roles.flatMap(({ candidates, excluded }) => [...candidates, ...excluded]),
      ...psaps.map(({ organizationId, name }) => ({ organizationId, organizationName: name })),
    ].map((one) => [
      one.organizationId,
      { organizationId: one.organizationId, organizationName: one.organizationName },
    ]),
  ).values(),
];

/** The organizations with the units and people of each, and our own people. */
export interface WithheldChoices {
  readonly asked: Asked;
  readonly within: readonly WhomToList[];
  /** Who is on the list already. */
  readonly listed: readonly ListedForStaff[];
}

export async function withheldChoices(
  services: Services,
  acting: Acting,
  signalId: string,
  plan: Pick<PlanView, 'roles' | 'psaps'> | null,
): Promise<WithheldChoices> {
  const asked = plan ? askedIn(plan) : [];
  return {
    asked,
    listed: await services.doNotTellOf(acting, signalId),
    within: await services.whomToList(
      acting,
      asked.map(({ organizationId }) => organizationId),
    ),
  };
}

const kinds = ['unit', 'contact', 'staff'] as const;
const isKind = (kind: string): kind is (typeof kinds)[number] => kinds.some((one) => one === kind);
const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A unit or a person, as a choice of the list says it: what it is, which, and of which organization. */
const choiceOf = (kind: (typeof kinds)[number], id: string, organizationId: string | null) =>
  `${kind} ${id} ${organizationId ?? ''}`.trim();

/** Puts on the list whom a form names. @returns what is missing, or who it was */
export async function listFrom(
  services: Services,
  acting: Acting,
  signalId: string,
  form: FormData,
): Promise<Refused | Whom> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [kind, id = '', of = ''] = text('whom').split(' ');
  const [organizationId, name] = [text('organizationId'), text('name')];
  const no = (title: string, detail: string, field: string) =>
    refused(form, 'do-not-tell', { title, detail }, field);
  const unknown = (field: string) =>
    no(
      'They are not known here',
      'Choose them in the list again, or write their name. Nothing was changed.',
      field,
    );
  // No form of ours sends these; whoever does gets what they typed back.
  if (kind && !(isKind(kind) && idShape.test(id))) return unknown('whom');
  if (organizationId && !idShape.test(organizationId)) return unknown('organizationId');
  if (!organizationId && !kind && !name)
    return no('Who must not be told?', 'Choose them in a list, or write their name.', 'organizationId');
  if (name && (organizationId || kind))
    return no(
      'One at a time, please',
      'A name is for somebody who is in neither list. Put on the list whom you chose first, and the name after that.',
      'name',
    );
  if (kind && organizationId && organizationId !== of)
    return no(
      'They do not work there',
      'The unit or person you chose is of another organization. Choose one of the two.',
      'whom',
    );
  const whom = whomOf({ kind, id, organizationId, name });
  await services.addDoNotTell(acting, signalId, whom, text('reason'));
  return whom;
}

function whomOf(said: { kind: string | undefined; id: string; organizationId: string; name: string }): Whom {
  if (said.kind === 'unit') return { kind: 'unit', unitId: said.id };
  if (said.kind === 'contact') return { kind: 'contact', contactId: said.id };
  if (said.kind === 'staff') return { kind: 'staff', staffId: said.id };
  if (said.name) return { kind: 'name', name: said.name };
  return { kind: 'organization', organizationId: said.organizationId };
}

/** Where to go when somebody was listed: back to the report, or, for whoever listed themselves, to what is still theirs to see. */
export const afterListing = (whom: Whom, me: string, here: string): string =>
  whom.kind === 'staff' && whom.staffId === me ? '/console' : here;

export function DoNotTell({
  choices,
  to,
  panel,
  sent,
  takingBack,
  floor,
  next,
  named,
}: {
  choices: WithheldChoices;
  to: string;
  panel: string;
  sent: SentForm;
  takingBack: SentForm;
  floor: Floor;
  next: boolean;
  /** What the report says about whom not to tell; null where it says nothing, or it is settled. */
  named: string | null;
}) {
  const { asked, within } = choices;
  const names = new Map(asked.map((one) => [one.organizationId, one.organizationName]));
  return (
    <>
      <OnTheList listed={choices.listed} to={`${to}#${panel}`} sent={takingBack} floor={floor} />
      <details open={sent.mine !== undefined || next} className="no-print">
        <summary>Someone must not be told</summary>
        {named ? (
          <p className="note">
            The report says: “{named}”. Put whoever that is on the list, here, and then say that the list is
            done, before you decide.
            {asked.length
              ? ''
              : ' Link the trip or the place first, and whoever would be told stands in the lists.'}
          </p>
        ) : null}
        <form method="post" action={`${to}#${panel}`}>
          {asked.length ? (
            <Choose
              name="organizationId"
              label="Organization"
              hint="Alone: nobody there is told or paged for this case, and the next agency with authority is asked."
              value={sent.one('organizationId') ?? ''}
              error={sent.wrong('organizationId')}
              options={[
                ['', 'Choose'],
                ...asked.map((one) => [one.organizationId, one.organizationName] as const),
              ]}
            />
          ) : null}
          <Choose
            name="whom"
            label="Only a unit or a person"
            hint="They are not asked; their colleagues are. Somebody who works here does not see this report from then on."
            value={sent.one('whom') ?? ''}
            error={sent.wrong('whom')}
            options={[['', asked.length ? 'The whole organization' : 'Choose']]}
            groups={groupsOf(within, names)}
          />
          <TextField
            {...sent.field('name')}
            label="Or a name that is in neither list"
            hint="Nothing is held back by itself: the name is shown to whoever decides to tell."
            maxLength={200}
          />
          <TextField {...sent.field('reason')} label="Why" maxLength={500} />
          <Button quiet={!next} name="do" value="do-not-tell">
            Put on the do-not-tell list
          </Button>
        </form>
        {named ? <Settle to={to} sent={sent} /> : null}
      </details>
    </>
  );
}

/** Everybody on the list, ours too. A supervisor can take an entry back; whoever stands on the list themselves never sees this page. */
function OnTheList({
  listed,
  to,
  sent,
  floor,
}: {
  listed: readonly ListedForStaff[];
  to: string;
  sent: SentForm;
  floor: Floor;
}) {
  const times = useTimes();
  if (listed.length === 0) return null;
  return (
    <section aria-label="On the do-not-tell list">
      <h3>On the do-not-tell list ({listed.length})</h3>
      <ul className="plain">
        {listed.map(({ id, who, reason, by, at }) => {
          const mine = sent.one('entryId') === id;
          return (
            <li key={id} className="entry">
              <strong>{who}</strong>: {reason}{' '}
              <span className="hint">
                {by ? `${by}, ` : ''}
                {times.at(at)}
              </span>
              {floor.me.role === 'supervisor' ? (
                <details open={mine} className="no-print">
                  <summary>
                    Take back<span className="unseen">: {who}</span>
                  </summary>
                  <KeyFirst floor={floor} to="entries:take-back" refused={sent.problem} />
                  <form method="post" action={to}>
                    <input type="hidden" name="entryId" value={id} />
                    <TextField
                      name="reason"
                      label="Why they may be told after all"
                      hint="They can be told, asked or see this report from then on. What was called off because of it stays called off."
                      maxLength={500}
                      value={mine ? sent.one('reason') : undefined}
                      error={mine ? sent.wrong('reason') : undefined}
                    />
                    <Button quiet name="do" value="take-back-do-not-tell">
                      Take off the do-not-tell list
                    </Button>
                  </form>
                </details>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Takes off the list whom a form names. */
export const takeBackFrom = (
  services: Services,
  acting: Acting,
  signalId: string,
  form: FormData,
): Promise<void> => {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const entryId = idShape.test(text('entryId')) ? text('entryId') : noEntry;
  return services.takeBackDoNotTell(acting, signalId, entryId, text('reason'));
};
/** Nothing has it: what no form of ours sends is answered as an entry that is not there. */
const noEntry = '00000000-0000-0000-0000-000000000000';

const groupsOf = (
  within: readonly WhomToList[],
  names: ReadonlyMap<string, string>,
): (readonly [label: string, options: Options])[] =>
  within.flatMap(({ organizationId, units, people }) => {
    const options = [
      ...units.map(({ id, name }) => [choiceOf('unit', id, organizationId), name] as const),
      ...people.map(({ kind, id, name }) => [choiceOf(kind, id, organizationId), name] as const),
    ];
    const label = organizationId ? (names.get(organizationId) ?? 'An organization') : 'People who work here';
    return options.length ? [[label, options] as const] : [];
  });

/** Whoever the report names is listed, or nobody can be: that somebody has looked is said by itself, since an entry may be about another. */
function Settle({ to, sent }: { to: string; sent: SentForm }) {
  return (
    <form method="post" action={`${to}#plan`}>
      <TextField
        {...sent.field('reason')}
        label="Who of them is listed now, or why nobody can be"
        maxLength={1000}
      />
      <Button quiet name="do" value="settle-do-not-tell">
        The list is done
      </Button>
    </form>
  );
}

/** Whom software cannot hold back by itself, where somebody decides to tell. */
export function WithheldNote({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <section className="note note--danger" aria-label="Must not be told">
      {words.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </section>
  );
}
