/** Before a chat: danger first, a few questions that can all be skipped, and whether anybody is there. */
import { useSpeech } from '../../language/words.ts';
import { Danger, UnderEighteen } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { useFacts } from '../../ui/facts.ts';
import { Button, Choices, Problem, TextArea, TextField } from '../../ui/forms.tsx';
import { Unprinted } from '../../ui/paper.tsx';
import { Dial } from '../../ui/said.tsx';

/** Said where nobody takes chats: when somebody is, and how to reach a person now. */
export function Nobody({ hidden }: { hidden: boolean }) {
  const { t } = useSpeech();
  const facts = useFacts();
  return (
    <div className="note" data-chat-nobody="" hidden={hidden}>
      <p>
        <strong>{t('chat.nobody')}</strong>{' '}
        {facts ? (
          <>
            {t('chat.hours', { hours: facts.hours })} {t('chat.phone')} <Dial number={facts.phone} />
          </>
        ) : null}
      </p>
      <p>{t('chat.nobodyMore')}</p>
    </div>
  );
}

const codeLimitCharacters = 60;
const dangers = ['imminent', 'soon', 'not-known', 'none'] as const;
const alones = ['yes', 'no', 'not-said'] as const;

export function Beginning({
  door,
  nextKey,
  attended,
  asked,
}: {
  door: string;
  nextKey: string;
  attended: boolean;
  asked:
    | { problem: { title: string; detail: string } | undefined; kept: Readonly<Record<string, string>> }
    | undefined;
}) {
  const { t, at } = useSpeech();
  const facts = useFacts();
  const kept: Readonly<Record<string, string>> = asked?.kept ?? {};
  return (
    <Unprinted>
      <h1>{t('chat.title')}</h1>
      <Danger />
      <UnderEighteen />
      {asked?.problem ? <Problem title={asked.problem.title} detail={asked.problem.detail} /> : null}
      <p>{t('chat.lead')}</p>
      <Nobody hidden={attended} />
      <form method="post" action={at('/chat')} id="chat">
        <input type="hidden" name="key" value={kept['key'] ?? nextKey} />
        <input type="hidden" name="door" value={kept['door'] ?? door} />
        <TextArea
          name="text"
          label={t('chat.first')}
          hint={t('chat.firstHint')}
          rows={3}
          maxLength={5000}
          value={kept['text']}
        />
        <div className="actions">
          <button className="usa-button" type="submit" name="go" value="begin">
            {t('chat.begin')}
          </button>
          <Exit />
        </div>
        <p className="hint">{t('chat.skip')}</p>
        <Choices
          name="danger"
          legend={t('chat.danger')}
          single
          chosen={[kept['danger'] ?? 'not-known']}
          options={dangers.map((code) => [code, t(`chat.dangers.${code}`)])}
        />
        <Choices
          name="alone"
          legend={t('chat.alone')}
          single
          chosen={[kept['alone'] ?? 'not-said']}
          options={alones.map((code) => [code, t(`chat.alones.${code}`)])}
        />
        <TextField
          name="ifQuiet"
          label={t('chat.quiet')}
          hint={t('chat.quietHint')}
          maxLength={500}
          value={kept['ifQuiet']}
        />
        <TextField
          name="codeWord"
          label={t('report.contact.codeWord')}
          hint={t('chat.codeWordHint')}
          maxLength={60}
          value={kept['codeWord']}
        />
        <div className="actions">
          <Button name="go" value="begin">
            {t('chat.begin')}
          </Button>
          <Exit />
        </div>
      </form>
      <details open={kept['code'] !== undefined}>
        <summary>{t('chat.haveCode')}</summary>
        <form method="post" action={at('/chat')}>
          <TextField
            name="code"
            label={t('chat.code')}
            hint={t('chat.codeHint')}
            inputMode="numeric"
            maxLength={codeLimitCharacters}
            value={kept['code']}
            required
          />
          <Button quiet name="go" value="resume">
            {t('chat.goOn')}
          </Button>
        </form>
        {facts ? (
          <p className="hint">
            {t('chat.fromTexts')} <Dial number={facts.phone} />
          </p>
        ) : null}
      </details>
    </Unprinted>
  );
}
