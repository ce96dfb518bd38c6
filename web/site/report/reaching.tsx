/** How the person wants to be reached: when it is safe, whether by a call, who else picks up, and a word by which we know each other. */
import { callWishes, safeDays, safeTimes } from '../../../src/signals/core/index.ts';
import { useSpeech } from '../../language/words.ts';
import { useFacts } from '../../ui/facts.ts';
import { Choices, TextField } from '../../ui/forms.tsx';
import type { StepProps } from './steps.ts';

export function Reaching({ answers, wrong }: Pick<StepProps, 'answers' | 'wrong'>) {
  const { t, zoneName } = useSpeech();
  const facts = useFacts();
  const one = (name: string) => answers[name]?.[0];
  return (
    <>
      <p className="hint">{t('report.contact.lead')}</p>
      <Choices
        name="safeDays"
        legend={t('report.contact.daysLabel')}
        single
        chosen={[one('safeDays') ?? 'any']}
        options={safeDays.map((code) => [code, t(`report.contact.days.${code}`)])}
      />
      <Choices
        name="safeTimes"
        legend={t('report.contact.timesLabel')}
        hint={t('report.contact.timesHint', { zone: facts ? zoneName(facts.timeZone) : '' })}
        chosen={answers['safeTimes'] ?? []}
        options={safeTimes.map((code) => [code, t(`report.contact.times.${code}`)])}
      />
      <TextField
        name="safeTimesWords"
        label={t('report.contact.timesWords')}
        hint={t('report.contact.timesWordsHint')}
        maxLength={500}
        value={one('safeTimesWords')}
        error={wrong['safeTimesWords']}
      />
      <Choices
        name="safeCalls"
        legend={t('report.contact.callsLabel')}
        hint={t('report.contact.callsHint')}
        single
        chosen={[one('safeCalls') ?? 'no']}
        options={callWishes.map((code) => [code, t(`report.contact.calls.${code}`)])}
      />
      <TextField
        name="whoElse"
        label={t('report.contact.whoElse')}
        hint={t('report.contact.whoElseHint')}
        maxLength={500}
        value={one('whoElse')}
        error={wrong['whoElse']}
      />
      <TextField
        name="codeWord"
        label={t('report.contact.codeWord')}
        hint={t('report.contact.codeWordHint')}
        maxLength={60}
        value={one('codeWord')}
        error={wrong['codeWord']}
      />
    </>
  );
}
