/**
 * The same words in English, and a person with an interpreter on the telephone, beside words that decide something and that no
 * real person has reviewed in this language: danger, under 18, consent and the code. Source: safety.md "Not yet, on purpose".
 */
import type { ReactNode } from 'react';
import { useSpeech } from '../language/words.ts';
import { useFacts } from './facts.ts';
import { Dial } from './said.tsx';

export function InEnglish({ children, interpreter = false }: { children: ReactNode; interpreter?: boolean }) {
  const { reviewed, t } = useSpeech();
  const facts = useFacts();
  if (reviewed) return null;
  return (
    <>
      <div className="in-english" lang="en" dir="ltr">
        {children}
      </div>
      {interpreter && facts ? (
        <p>
          {t('frame.interpreter')} <Dial number={facts.phone} />
        </p>
      ) : null}
    </>
  );
}
