/**
 * What only the help door asks: whom it is about, and whom the person lets us tell. The first answer chooses the words of all
 * that follows, and whether consent can be given here at all: only the person themselves gives it.
 */
import { Choices } from '../ui/forms.tsx';
import { calendarDay } from '../ui/words.ts';
import { consentQuestion, recipients } from './report-input.ts';

export function About({ door, chosen }: { door: string; chosen: string | undefined }) {
  return (
    <Choices
      name="relation"
      legend="Is this about you, or someone close to you?"
      single
      chosen={chosen ? [chosen] : []}
      options={[
        ['potential-victim', 'It is about me'],
        ['family-or-friend', 'It is about someone close to me'],
        ...(door === 'unsure' ? ([['community-member', 'It is about someone else']] as const) : []),
        ['unknown', 'I would rather not say'],
      ]}
    />
  );
}

export function Consent({ day, chosen }: { day: string; chosen: readonly string[] }) {
  const until = calendarDay(day);
  return (
    <fieldset className="consent">
      <legend>Whom may we tell? Only you decide.</legend>
      <p>
        We keep this private, except: immediate danger, a child, a court order. Only the person it happens to
        can choose here.
      </p>
      <p className="if-they">
        You are writing about someone else, so nobody can be chosen here. If you can ask them safely, they can
        write to us themselves.
      </p>
      <p className="if-unsaid">
        If it is about you, say so at the top of this page: a yes here counts only then.
      </p>
      <div className="if-you">
        <input type="hidden" name="consentDay" value={day} />
        <p>Each yes stands for itself. Leave a box empty to say no.</p>
        {recipients.map((asked) => (
          <div className="consent__one" key={asked.recipient}>
            <p id={`ask-${asked.recipient}`}>{consentQuestion(asked, until)}</p>
            <label className="choice">
              <input
                type="checkbox"
                name="releases"
                value={asked.recipient}
                defaultChecked={chosen.includes(asked.recipient)}
                aria-describedby={`ask-${asked.recipient}`}
              />
              <span>Yes, you may tell {asked.helper}</span>
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
