/** The code: a fixed text, and messages both ways. The code travels in the form, never in the address. */
import { languageContext, servicesContext, switchContext } from '../context.ts';
import { speak, useSpeech } from '../language/words.ts';
import { Danger } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { Button, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { InEnglish } from '../ui/in-english.tsx';
import { Unprinted } from '../ui/paper.tsx';
import type { Route } from './+types/receipt';
import { notOpenWords } from './slip.ts';

const codeLimitCharacters = 60;
const messageLimitCharacters = 5_000;

/** The language switch of the frame sends this form: what was written, and the code, go along. */
export const handle = { form: 'code' };

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { t } = speak(context.get(languageContext));
  const form = await request.formData();
  const code = String(form.get('code') ?? '').slice(0, codeLimitCharacters);
  const text = String(form.get('text') ?? '');
  const key = String(form.get('key') ?? '') || crypto.randomUUID();
  const next = crypto.randomUUID();
  const act = String(form.get('go') ?? '');
  if (act === 'stay' && !form.has('text')) return { kind: 'asked' as const, code };
  try {
    if (act === 'delete') {
      await services.deleteByCode(code);
      context.set(switchContext, 'links');
      return { kind: 'deleted' as const };
    }
    const dialogue =
      act === 'write' ? await services.writeByCode(code, text, key) : await services.openDialogue(code);
    // Whatever else was pressed, what is being written stays.
    return { kind: 'open' as const, code, dialogue, key: next, ...(act === 'write' ? {} : { text }) };
  } catch (error) {
    const problem = services.problemOf(error);
    // Where nothing can be looked up either, the words stay in their field beside the code.
    const dialogue =
      act === 'write' && problem.code !== 'code-not-open'
        ? await services.openDialogue(code).catch(() => undefined)
        : undefined;
    if (dialogue) {
      const words =
        problem.code === 'message-empty'
          ? t('receipt.empty')
          : problem.code === 'message-too-long'
            ? t('receipt.tooLong', { limit: messageLimitCharacters })
            : t('receipt.not');
      return { kind: 'open' as const, code, dialogue, problem: words, text, key: next };
    }
    const closed = problem.code === 'code-not-open';
    const notOpen = notOpenWords(code, t);
    return {
      kind: 'closed' as const,
      code,
      ...(text && !closed ? { text, key } : {}),
      problem: closed ? notOpen.title : t('receipt.not'),
      detail: closed ? notOpen.detail : '',
    };
  }
}

export default function Receipt({ actionData }: Route.ComponentProps) {
  const { t, at } = useSpeech();
  if (actionData?.kind === 'deleted')
    return (
      <Unprinted>
        <h1>{t('receipt.deleted')}</h1>
        <Danger />
        <p>{t('receipt.deletedMore')}</p>
        <InEnglish>
          <p>{speak('en').t('receipt.deletedMore')}</p>
        </InEnglish>
        <p className="actions">
          <a className="usa-button" href={at('/report?door=help')}>
            {t('receipt.anew')}
          </a>
          <Exit />
        </p>
      </Unprinted>
    );
  if (actionData?.kind === 'open') return <Open open={actionData} />;
  const unsent = actionData?.kind === 'closed' && actionData.text ? actionData : undefined;
  return (
    <Unprinted>
      <h1>{t('receipt.title')}</h1>
      <Danger />
      {actionData?.kind === 'closed' ? (
        <Problem
          title={actionData.problem}
          detail={unsent ? `${actionData.detail} ${t('form.stillHere')}`.trim() : actionData.detail}
        />
      ) : null}
      <form method="post" action={at('/receipt')} id="code">
        <TextField
          name="code"
          label={t('receipt.field')}
          hint={t('receipt.hint')}
          inputMode="numeric"
          maxLength={codeLimitCharacters}
          value={actionData?.code}
          required
        />
        <InEnglish>
          <p>{speak('en').t('receipt.hint')}</p>
        </InEnglish>
        {unsent ? (
          <>
            <input type="hidden" name="key" value={unsent.key} />
            <TextArea
              name="text"
              label={t('receipt.write')}
              maxLength={messageLimitCharacters}
              value={unsent.text}
            />
          </>
        ) : null}
        <div className="actions">
          {unsent ? (
            <Button name="go" value="write">
              {t('receipt.send')}
            </Button>
          ) : (
            <Button>{t('receipt.open')}</Button>
          )}
          <Exit />
        </div>
      </form>
    </Unprinted>
  );
}

type OpenData = Extract<Awaited<ReturnType<typeof action>>, { kind: 'open' }>;

function Open({ open }: { open: OpenData }) {
  const { t, at } = useSpeech();
  const { code, dialogue, key } = open;
  return (
    <Unprinted>
      <h1>{t('receipt.yours')}</h1>
      <Danger />
      <div className="note status">
        <p>
          <strong>{t(`receipt.status.${dialogue.status}`)}</strong>
        </p>
        <InEnglish>
          <p>{speak('en').t(`receipt.status.${dialogue.status}`)}</p>
        </InEnglish>
      </div>
      <h2>{t('receipt.messages')}</h2>
      {dialogue.messages.length === 0 ? <p className="hint">{t('receipt.none')}</p> : null}
      <ul className="talk">
        {dialogue.messages.map((message, index) => (
          <li key={index} className={message.from === 'us' ? 'talk__us' : undefined}>
            <strong>{message.from === 'us' ? t('receipt.we') : t('receipt.you')}</strong>:{' '}
            <span dir="auto">{message.text}</span>
          </li>
        ))}
      </ul>
      {open.problem ? <Problem title={open.problem} detail={t('form.stillHere')} /> : null}
      {dialogue.unfinished ? (
        <div className="note">
          <p>
            <strong>{t('receipt.unfinished')}</strong>
          </p>
          <p>{t('receipt.neverShown')}</p>
          <form method="post" action={at('/report?door=tip')}>
            <input type="hidden" name="code" value={code} />
            <Button name="go" value="add">
              {t('receipt.goOn')}
            </Button>
          </form>
        </div>
      ) : null}
      <form method="post" action={at('/receipt')} id="code">
        <input type="hidden" name="code" value={code} />
        <input type="hidden" name="key" value={key} />
        <TextArea
          name="text"
          label={t('receipt.write')}
          maxLength={messageLimitCharacters}
          value={open.text}
        />
        <div className="actions">
          <Button name="go" value="write">
            {t('receipt.send')}
          </Button>
          <Button quiet name="go" value="look">
            {t('receipt.look')}
          </Button>
          <Exit />
        </div>
      </form>
      <details>
        <summary>{t('receipt.delete')}</summary>
        <form method="post" action={at('/receipt')}>
          <input type="hidden" name="code" value={code} />
          <p>{t('receipt.deleteMore')}</p>
          <InEnglish>
            <p>{speak('en').t('receipt.deleteMore')}</p>
          </InEnglish>
          <Button quiet name="go" value="delete">
            {t('receipt.deleteNow')}
          </Button>
        </form>
      </details>
    </Unprinted>
  );
}
