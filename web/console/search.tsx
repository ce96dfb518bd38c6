/** Reports that have what was looked for. The question is posted, so that it stands in no address. */
import { data } from 'react-router';
import type { SearchView } from '../../src/hotline/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextField } from '../ui/forms.tsx';
import { DangerTag } from '../ui/pieces.tsx';
import { doorWords } from '../ui/words.ts';
import type { Route } from './+types/search';
import { whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Find a report · console' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const { floor, headers } = await whoActs(request, context);
  return data({ floor }, headers);
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const text = String(form.get('text') ?? '').trim();
  const after = String(form.get('after') ?? '') || undefined;
  try {
    return { text, view: await services.search(acting, { text, after }), problem: null };
  } catch (error) {
    const { title, detail, status } = services.problemOf(error);
    return data({ text, view: null, problem: { title, detail } }, { status });
  }
}

const byWords: Readonly<Record<SearchView['found'][number]['by'][number], string>> = {
  phone: 'telephone number',
  'phone-tail': 'last seven digits of a telephone number',
  plate: 'plate',
  email: 'e-mail address',
  handle: 'name on a site',
  word: 'words',
};

export default function Search({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <Desk
      floor={loaderData.floor}
      back="/console/search"
      hasOwnSearch
      trail={<span aria-current="page">Find a report</span>}
    >
      <h1>Find a report</h1>
      <Section id="ask" title="What to look for">
        {actionData?.problem ? <Problem {...actionData.problem} /> : null}
        <form method="post" action="/console/search">
          <TextField
            name="text"
            label="Number, plate, address, @name or words"
            hint="A telephone number may be written in any way; seven digits are enough. O and 0 on a plate are the same."
            value={actionData?.text ?? ''}
            maxLength={200}
            required
            autoComplete="off"
          />
          <div>
            <Button>Find</Button>
          </div>
        </form>
        <p className="hint">What you find is put on record. What you look for is kept nowhere.</p>
      </Section>
      {actionData?.view ? <Found view={actionData.view} text={actionData.text} /> : null}
    </Desk>
  );
}

function Found({ view, text }: { view: SearchView; text: string }) {
  const times = useTimes();
  return (
    <Section id="found" title={view.found.length ? 'Newest first' : 'Nothing found'}>
      {view.found.length ? (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">Came in</th>
              <th scope="col">Report</th>
              <th scope="col">Found by</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {view.found.map((entry) => (
              <tr key={entry.signalId}>
                <th scope="row" data-name="Came in">
                  <time dateTime={new Date(entry.receivedAt).toISOString()}>
                    {times.at(entry.receivedAt)}
                  </time>
                </th>
                <td data-name="Report">
                  <a href={`/console/signals/${entry.signalId}`}>{doorWords[entry.door]}</a>{' '}
                  <DangerTag danger={entry.danger} />
                </td>
                <td data-name="Found by">{entry.by.map((kind) => byWords[kind]).join(', ')}</td>
                <td data-name="State">{entry.state === 'received' ? 'not read yet' : entry.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>
          {view.next
            ? 'Not among the newest reports that were looked at.'
            : 'No report that you may see has this in it.'}
          {view.wordsOff ? ' This instance looks for identifiers only, not for words.' : ''}
        </p>
      )}
      {view.next ? (
        <form method="post" action="/console/search">
          <input type="hidden" name="text" value={text} />
          <input type="hidden" name="after" value={view.next} />
          <Button>Look at older ones</Button>
        </form>
      ) : null}
    </Section>
  );
}
