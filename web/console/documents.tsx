/** The documents of a report: added, judged by a scanner, saved by whoever may. Nothing is shown in place and nothing is made small. */
import type { ReactNode } from 'react';
import { data } from 'react-router';
import { may } from '../../src/identity/core/index.ts';
import { servicesContext, uploadContext } from '../context.ts';
import { Button, FileField, Problem } from '../ui/forms.tsx';
import type { Route } from './+types/documents';
import { saved, whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { formOf, type Refused, refused } from './kept.ts';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Documents · console' }];

/** As many as a report may hold (cases/attachments/commands.ts refuses more). */
const countLimit = 20;

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, everyone, headers } = await whoActs(request, context);
  const documents = await services.documents(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  const closed = new URL(request.url).searchParams.has('closed');
  return data({ floor, everyone, documents, closed, signalId: params.id }, headers);
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const upload = context.get(uploadContext);
  const form = upload ? new FormData() : await request.formData();
  const what = upload ? 'add-document' : String(form.get('do') ?? '');
  const no = (problem: { title: string; detail: string; status: number }) =>
    data(refused(form, what, problem, 'file'), { status: problem.status });
  if (upload && 'problem' in upload) return no(upload.problem);
  try {
    if (!upload && what !== 'scan-document')
      return no({ title: 'Nothing was done', detail: 'Press one of the buttons.', status: 422 });
    const { state } = upload
      ? await services.addDocument(acting, params.id, upload.file)
      : await services.scanDocument(acting, params.id, String(form.get('document') ?? ''));
    return saved(`/console/signals/${params.id}/documents`, `document-${state}`, services.now());
  } catch (error) {
    return no(services.problemOf(error));
  }
}

type Document = Route.ComponentProps['loaderData']['documents'][number];

const kindWords: Readonly<Record<Document['kind'], string>> = {
  pdf: 'PDF',
  png: 'PNG picture',
  jpeg: 'JPEG picture',
  webp: 'WebP picture',
  txt: 'plain text',
};

/** How large, as people say it: never nothing for something. @param bytes whole bytes */
const sizeWords = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** A sign, a name and a sentence; the colour says nothing that they do not. */
const states: Readonly<Record<Document['state'], { tag: string; name: ReactNode; words: string }>> = {
  clean: { tag: 'tag tag--good', name: '✓ Checked', words: 'Nothing harmful was found in it.' },
  quarantined: {
    tag: 'tag',
    name: '… Not checked yet',
    words: 'It is safe here and closed until the scanner has looked at it. Nothing is lost.',
  },
  infected: {
    tag: 'tag tag--imminent',
    name: '✕ Harmful',
    words: 'Something in it can harm a computer. It is kept and stays closed for everybody.',
  },
};

export default function Documents({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, everyone, documents, closed, signalId } = loaderData;
  const report = `/console/signals/${signalId}`;
  const here = `${report}/documents`;
  const refusal = actionData && 'kept' in actionData ? (actionData as Refused) : undefined;
  const adding = formOf(refusal, 'add-document');
  const scanning = formOf(refusal, 'scan-document', '');
  return (
    <Desk
      floor={floor}
      back={here}
      trail={
        <>
          <a href={report}>Report</a>
          <span aria-current="page">Documents</span>
        </>
      }
    >
      <h1>Documents of this report</h1>
      <Section
        id="documents"
        title={`Documents (${documents.length})`}
        problem={scanning.problem}
        floor={floor}
      >
        {closed ? (
          <Problem
            title="That file was not opened"
            detail="Its state stands beside it here. Where it is not in the list, it does not belong to this report."
          />
        ) : null}
        {documents.length ? (
          <>
            <List documents={documents} here={here} nameOf={(id) => nameIn(everyone, id)} />
            <p className="hint">
              Opening a file saves a copy on this computer, and that you opened it is on record. Delete the
              copy when you are done.
            </p>
          </>
        ) : (
          <p className="hint">None yet.</p>
        )}
      </Section>
      {may(floor.me.role, 'documents:add') ? (
        <Section id="add" title="Add one" problem={adding.problem}>
          {documents.length >= countLimit ? (
            <p>This report holds {countLimit} files, which is all it can. A new report can hold more.</p>
          ) : (
            <form method="post" action={here} encType="multipart/form-data">
              <p className="note">
                If it may show a child being abused, do not add it and do not send it on. Leave it where it is
                and bring the supervisor in.
              </p>
              <FileField
                name="file"
                label="Which file?"
                hint="PDF, PNG, JPEG, WebP or plain text, 10 MB at most. Where and with what a picture was taken is left out of what others open."
                error={adding.problem ? 'Choose the file again' : undefined}
                accept=".pdf,.png,.jpg,.jpeg,.webp,.txt"
                required
              />
              <Button name="do" value="add-document">
                Add the file
              </Button>
            </form>
          )}
        </Section>
      ) : null}
    </Desk>
  );
}

const nameIn = (everyone: readonly { id: string; name: string }[], id: string | null): string =>
  everyone.find((one) => one.id === id)?.name ?? 'somebody who left';

function List({
  documents,
  here,
  nameOf,
}: {
  documents: readonly Document[];
  here: string;
  nameOf: (id: string | null) => string;
}) {
  const times = useTimes();
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Kind</th>
          <th scope="col">Added</th>
          <th scope="col">State</th>
          <th scope="col">Next</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <tr key={document.id}>
            <th scope="row" data-name="File">
              {document.name}
            </th>
            <td data-name="Kind">
              {kindWords[document.kind]}, {sizeWords(document.sizeBytes)}
            </td>
            <td data-name="Added">
              {times.day(document.at)}, {times.at(document.at)}, {nameOf(document.addedBy)}
            </td>
            <td data-name="State">
              <span className={states[document.state].tag}>{states[document.state].name}</span>{' '}
              {states[document.state].words}
            </td>
            <td data-name="Next">
              <Act document={document} here={here} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Act({ document: { id, name, state }, here }: { document: Document; here: string }) {
  switch (state) {
    case 'clean':
      return (
        <a className="go" href={`${here}/${id}`}>
          Open<span className="unseen"> {name}</span>
        </a>
      );
    case 'quarantined':
      return (
        <form method="post" action={here}>
          <input type="hidden" name="document" value={id} />
          <button className="small" name="do" value="scan-document" type="submit">
            Scan again<span className="unseen"> {name}</span>
          </button>
        </form>
      );
    case 'infected':
      return <>Nothing here. If it matters to the case, ask whoever sent it for another copy.</>;
  }
}
