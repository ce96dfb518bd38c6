/** Where it is: how to write a train or bus so that we can find it, with what the timetables know as suggestions. */
import type { ReactNode } from 'react';
import { TextField } from '../ui/forms.tsx';

interface Known {
  readonly lines: readonly { readonly value: string; readonly label: string }[];
  readonly stops: readonly string[];
}

/** A longer list is read by nobody; the suggestions while writing hold all of them. */
const listedLines = 12;

/** Says a thing to the person themselves or about someone else, as the door has it. */
export type Saying = (you: ReactNode, they: ReactNode) => ReactNode;
const theirs: Saying = (_, they) => they;

export function Where({
  kept,
  known,
  doubtful,
  say = theirs,
  wrong = {},
}: {
  kept: Readonly<Record<string, string[]>>;
  known: Known;
  doubtful: boolean;
  say?: Saying;
  wrong?: Readonly<Record<string, string>>;
}) {
  const one = (name: string) => kept[name]?.[0];
  return (
    <fieldset id="where">
      <legend>
        {say('Where are you? (skip what you do not want to say)', 'Where is it? (skip what you do not know)')}
      </legend>
      <TextField
        name="line"
        label="Train number or bus line"
        hint="As on the ticket or the sign, for example 311 or Line 7. Your own words are fine too."
        maxLength={100}
        value={one('line')}
        list="known-lines"
        error={doubtful ? 'Our timetables do not have this one on that day.' : wrong['line']}
      />
      <TextField
        name="tripDate"
        type="date"
        label="Which day did it set out?"
        hint="Leave it out if it was today. A night train may have set out yesterday."
        maxLength={40}
        value={one('tripDate')}
        error={wrong['tripDate']}
      />
      <TextField name="car" label="Car, or seat" maxLength={60} value={one('car')} error={wrong['car']} />
      <TextField
        name="alightingStop"
        label={say('Where do you mean to get off?', 'Where do they mean to get off?')}
        hint="The name of the stop, as on the ticket or the sign."
        maxLength={120}
        value={one('alightingStop')}
        error={wrong['alightingStop']}
        list="known-stops"
      />
      {known.lines.length > 0 ? (
        <details>
          <summary>Trains and buses we have a timetable for</summary>
          <ul>
            {known.lines.slice(0, listedLines).map(({ value, label }) => (
              <li key={value}>
                <strong>{value}</strong>
                {label === value ? '' : ` ${label}`}
              </li>
            ))}
          </ul>
          {known.lines.length > listedLines ? (
            <p className="hint">And {known.lines.length - listedLines} more; write a number to see them.</p>
          ) : null}
          <p className="hint">Any other train, bus or place can be reported as well.</p>
        </details>
      ) : null}
      <datalist id="known-lines">
        {known.lines.map(({ value, label }) => (
          <option key={value} value={value} label={label} />
        ))}
      </datalist>
      <datalist id="known-stops">
        {known.stops.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        name="placeWords"
        label="Or another place, in words"
        hint="Address, landmark, or highway and mile"
        value={one('placeWords')}
        error={wrong['placeWords']}
      />
    </fieldset>
  );
}
