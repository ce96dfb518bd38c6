/** The code: a fixed text, and messages both ways. The code travels in the form, never in the address. */
import { servicesContext } from '../context.ts';
import { Danger } from '../ui/danger.tsx';
import { Button, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { Talk } from '../ui/pieces.tsx';
import type { Route } from './+types/receipt';

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
    return { kind: 'closed' as const, problem };
  }
}

export default function Receipt({ actionData }: Route.ComponentProps) {
  if (actionData?.kind === 'deleted')
    return (
      <>
        <h1>Your code is deleted</h1>
        <p>It does not open anything any more. You can always write to us anew.</p>
      </>
    );
  if (actionData?.kind === 'open') {
    const { code, dialogue, key } = actionData;
    return (
      <Unprinted>
        <h1>Your code</h1>
        <Danger />
        <p className="note">
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
          </div>
        </form>
        <form method="post" action="/receipt">
          <input type="hidden" name="code" value={code} />
          <p className="hint">
            Deleting the code closes this conversation for good. Your report stays with us.
          </p>
          <Button quiet name="do" value="delete">
            Delete my code
          </Button>
        </form>
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
          hint="21 digits, with or without spaces"
          inputMode="numeric"
          maxLength={60}
          required
        />
        <Button>Open</Button>
      </form>
    </>
  );
}
