/** A chat that has ended: what staff said last, for a little while, and the way on. */
import { useSpeech } from '../../language/words.ts';
import { Danger } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { Button, TextArea } from '../../ui/forms.tsx';
import { Unprinted } from '../../ui/paper.tsx';
import type { Shown } from './going.tsx';

/** @param last what staff said last, and what was written when the chat had ended already: that goes by the code */
export function Ended({ last }: { last?: Shown }) {
  const { t, at } = useSpeech();
  return (
    <Unprinted>
      <h1>{t('chat.ended')}</h1>
      <Danger />
      <p>{t('chat.endedMore')}</p>
      {last?.chat.messages.length ? (
        <>
          <h2>{t('chat.lastWords')}</h2>
          <ol className="talk">
            {last.chat.messages.map(({ sequence, text }) => (
              <li key={sequence} className="talk__us">
                <strong>{t('chat.us')}</strong>: <span dir="auto">{text}</span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {last?.text ? (
        <form method="post" action={at('/receipt')} id="chat">
          <input type="hidden" name="code" value={last.code} />
          <input type="hidden" name="key" value={last.nextKey} />
          {/* What the switch of the language, which sends this form to the chat, shows it again by. */}
          <input type="hidden" name="seen" value={last.seen} />
          <TextArea name="text" label={t('chat.late')} rows={3} maxLength={5000} value={last.text} />
          <Button name="go" value="write">
            {t('chat.sendLate')}
          </Button>
        </form>
      ) : null}
      <p className="actions">
        <a className="usa-button usa-button--outline" href={at('/chat')}>
          {t('chat.again')}
        </a>
        <Exit />
      </p>
    </Unprinted>
  );
}
