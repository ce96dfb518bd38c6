/** Recording a court order: one recipient, exactly these items, until a day. Whom it means is found by name, and chosen where several fit. */
import type { Acting, Services } from '../../src/main/serving/services.ts';
import { type ReleaseItem, releaseItems } from '../../src/signals/core/index.ts';
import { Button, Choices, Choose, TextArea, TextField } from '../ui/forms.tsx';
import { type Refused, refused, type SentForm } from './kept.ts';

export interface Recipient {
  readonly id: string;
  readonly name: string;
}
/** A refusal, with whom the name that was typed may mean. */
export type RefusedOrder = Refused & { readonly found?: readonly Recipient[] };

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
export const itemWords: Readonly<Record<ReleaseItem, string>> = {
  place: 'place',
  time: 'time',
  vehicle: 'vehicle',
  description: 'description',
  language: 'language',
};

/** Which field a refusal speaks of. */
const fields: Readonly<Record<string, string>> = {
  'order-unnamed': 'court number',
  'items-missing': 'items',
  'until-invalid': 'until',
  'ordered-on-invalid': 'orderedOn',
  'unknown-attachment': 'attachmentId',
  'reason-missing': 'words',
};

/** Records what a form says. @returns what has to be chosen or mended first, with nothing lost; undefined when it is recorded */
export async function recordFrom(
  services: Services,
  acting: Acting,
  signalId: string,
  form: FormData,
): Promise<(RefusedOrder & { readonly status: number }) | undefined> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [named, until] = [text('recipient'), text('until')];
  const found = await services.recipientsNamed(acting, named);
  const no = (title: string, detail: string) => ({
    ...refused(form, 'order', { title, detail }, 'recipient organizationId'),
    found,
    status: 422,
  });
  if (!named) return no('Who is to be told?', 'Write the name of the organization, as the order has it.');
  if (found.length === 0)
    return no(
      'No organization of that name is known here',
      'Try one word of its name. If it is not there, whoever runs this instance can add it.',
    );
  // Of half a name nobody is sure: whom a court means is chosen, never guessed.
  const whole =
    found.length === 1 ? found.find(({ name }) => name.toLowerCase() === named.toLowerCase()) : null;
  const chosen = whole ?? found.find(({ id }) => id === text('organizationId'));
  if (!chosen)
    return no('Which of these does the order name?', 'Choose it below, then press the button again.');
  try {
    await services.recordCourtOrder(acting, signalId, {
      organizationId: chosen.id,
      items: releaseItems.filter((item) => form.getAll('items').includes(item)),
      court: text('court'),
      number: text('number'),
      orderedOn: text('orderedOn'),
      words: text('words'),
      until: new Date(dayShape.test(until) ? `${until}T00:00:00Z` : Number.NaN),
      attachmentId: text('attachmentId') || undefined,
    });
    return undefined;
  } catch (error) {
    const problem = services.problemOf(error);
    const refusal = refused(form, 'order', problem, fields[problem.code]);
    return { ...refusal, found: whole ? [] : found, status: problem.status };
  }
}

export function RecordOrder({
  to,
  sent,
  found,
  documents,
}: {
  to: string;
  sent: SentForm;
  found: readonly Recipient[];
  /** The documents of the report, of which one may be the order itself. */
  documents: readonly Recipient[];
}) {
  return (
    <form method="post" action={`${to}#record`}>
      <div className="row">
        <TextField {...sent.field('court')} label="Which court" maxLength={200} required />
        <TextField {...sent.field('number')} label="Number of the case" maxLength={200} required />
        <TextField {...sent.field('orderedOn')} label="Day of the order" type="date" required />
      </div>
      <TextField
        name="recipient"
        label="Who is to be told"
        hint="The name of the organization, or a word of it. One for each order."
        maxLength={200}
        required
        value={sent.one('recipient')}
        error={found.length ? undefined : sent.wrong('recipient')}
      />
      {found.length ? (
        <Choose
          name="organizationId"
          label="Which of these"
          value={sent.one('organizationId') ?? ''}
          error={sent.wrong('organizationId')}
          options={[['', 'None of these: I change the name above'], ...found.map(choiceOf)]}
        />
      ) : null}
      <Choices
        name="items"
        legend="What is ordered"
        hint="Exactly this and nothing else may be handed over."
        error={sent.wrong('items')}
        chosen={sent.all('items')}
        options={Object.entries(itemWords)}
      />
      <TextArea
        {...sent.field('words')}
        label="What it orders, in its own words"
        maxLength={2000}
        rows={3}
        required
      />
      <TextField
        {...sent.field('until')}
        label="Until"
        hint="From this day on nothing more is told on it. A year at most."
        type="date"
        required
      />
      <Choose
        name="attachmentId"
        label="The order itself"
        hint="Add it to the documents of this report first, and whoever has to agree reads it there."
        value={sent.one('attachmentId') ?? ''}
        error={sent.wrong('attachmentId')}
        options={[['', 'Not among the documents'], ...documents.map(choiceOf)]}
      />
      <Button name="do" value="order">
        Record the order
      </Button>
    </form>
  );
}

const choiceOf = ({ id, name }: Recipient) => [id, name] as const;
