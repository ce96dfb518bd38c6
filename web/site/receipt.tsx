/** The code: a fixed text, and messages both ways. The code travels in the form, never in the address. */
import { servicesContext } from '../context.ts';
import { Danger } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { Button, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { Talk } from '../ui/pieces.tsx';
import type { Route } from './+types/receipt';

const codeLimitCharacters = 60;

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const form = await request.formData();
  const code = String(form.get('code') ?? '');
  const text = String(form.get('text') ?? '');
  const key = String(form.get('key') ?? '') || crypto.randomUUID();
  const next = crypto.randomUUID();
  try {
    if (form.get('do') === 'delete') {
      await services.deleteByCode(code);
      return { kind: 'deleted' as const };
    }
    const dialogue =
      form.get('do') === 'write'
        ? await services.writeByCode(code, text, key)
        : await services.openDialogue(code);
    return { kind: 'open' as const, code, dialogue, key: next };
  } catch (error) {
    const problem = services.problemOf(error);
    if (form.get('do') === 'write' && problem.code !== 'code-not-open') {
      const dialogue = await services.openDialogue(code);
      return { kind: 'open' as const, code, dialogue, problem, text, key: next };
    }
    return { kind: 'closed' as const, problem, code: code.slice(0, codeLimitCharacters) };
  }
}

export default function Receipt({ actionData }: Route.ComponentProps) {
  if (actionData?.kind === 'deleted')
    return (
      <>
        <h1>Your code is deleted</h1>
        <Danger />
        <p>It does not open anything any more. Your report stays with us. You can always write to us anew.</p>
        <p className="actions">
          <a className="usa-button" href="/report?door=help">
            Write to us anew
          </a>
          <Exit />
        </p>
      </>
    );
  if (actionData?.kind === 'open') {
    const { code, dialogue, key } = actionData;
    return (
      <Unprinted>
        <h1>Your code</h1>
        <Danger />
        <p className="note status">
          <strong>{dialogue.text}</strong>
        </p>
        <h2>Messages</h2>
        <Talk messages={dialogue.messages} we="us" />
        {'problem' in actionData && actionData.problem ? (
          <Problem title={actionData.problem.title} detail={actionData.problem.detail} />
        ) : null}
        <form method="post" action="/receipt">
          <input type="hidden" name="code" value={code} />
          <input type="hidden" name="key" value={key} />
          <TextArea
            name="text"
            label="Write to us"
            maxLength={5000}
            value={'text' in actionData ? actionData.text : undefined}
          />
          <div className="actions">
            <Button name="do" value="write">
              Send
            </Button>
            <Button quiet name="do" value="look">
              Look again
            </Button>
            <Exit />
          </div>
        </form>
        <details>
          <summary>Delete my code</summary>
          <form method="post" action="/receipt">
            <input type="hidden" name="code" value={code} />
            <p>
              Deleting the code closes this conversation for good. Your report stays with us. You can always
              write to us anew.
            </p>
            <Button quiet name="do" value="delete">
              Delete it now
            </Button>
          </form>
        </details>
      </Unprinted>
    );
  }
  return (
    <>
      <h1>Use your code</h1>
      <Danger />
      {actionData ? <Problem title={actionData.problem.title} detail={actionData.problem.detail} /> : null}
      <form method="post" action="/receipt">
        <TextField
          name="code"
          label="Your code"
          hint="21 digits, with or without spaces. Read them again in groups of four: a slip of one finger is enough."
          inputMode="numeric"
          maxLength={codeLimitCharacters}
          value={actionData?.code}
          required
        />
        <div className="actions">
          <Button>Open</Button>
          <Exit />
        </div>
      </form>
    </>
  );
}
