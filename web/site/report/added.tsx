/** What was added by code has arrived. Nothing of it is shown: what is with us stays with us. */
import { speak, useSpeech } from '../../language/words.ts';
import { Danger } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { Button } from '../../ui/forms.tsx';
import { InEnglish } from '../../ui/in-english.tsx';
import { Unprinted } from '../../ui/paper.tsx';

export function Added({ code }: { code: string }) {
  const { t, at } = useSpeech();
  return (
    <Unprinted>
      <h1>{t('receipt.added')}</h1>
      <Danger />
      <p>{t('receipt.addedMore')}</p>
      <InEnglish>
        <p>{speak('en').t('receipt.addedMore')}</p>
      </InEnglish>
      <form method="post" action={at('/receipt')}>
        <input type="hidden" name="code" value={code} />
        <div className="actions">
          <Button name="go" value="look">
            {t('receipt.messages')}
          </Button>
          <Exit />
        </div>
      </form>
    </Unprinted>
  );
}
