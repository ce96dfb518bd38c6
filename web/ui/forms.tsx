/** Form parts, each with its label, hint and error; they work without a script. */
import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value?: string | undefined;
}

function Wrap({ id, label, hint, error, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={error ? 'field field--wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {error ? (
        <span className="wrong" id={`${id}-error`}>
          {error}
        </span>
      ) : null}
      {children}
    </div>
  );
}

const described = (id: string, { hint, error }: FieldProps) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;

export function TextField(
  props: FieldProps & {
    type?: string;
    inputMode?: 'numeric' | 'text';
    required?: boolean;
    maxLength?: number;
    autoComplete?: string;
    /** The id of a datalist with suggestions. */
    list?: string;
  },
) {
  // Two forms of a page may ask for a field of the same name; their labels must not meet.
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <input
        id={id}
        name={props.name}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        list={props.list}
        defaultValue={props.value}
        required={props.required}
        maxLength={props.maxLength ?? 500}
        autoComplete={props.autoComplete ?? 'off'}
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      />
    </Wrap>
  );
}

export function TextArea(props: FieldProps & { rows?: number; maxLength?: number; required?: boolean }) {
  // Two forms of a page may ask for a field of the same name; their labels must not meet.
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <textarea
        id={id}
        name={props.name}
        rows={props.rows ?? 4}
        defaultValue={props.value}
        maxLength={props.maxLength ?? 5000}
        required={props.required}
        autoComplete="off"
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      />
    </Wrap>
  );
}

export type Options = readonly (readonly [value: string, label: string])[];

export function Choose(props: FieldProps & { options: Options }) {
  // Two forms of a page may ask for a field of the same name; their labels must not meet.
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <select id={id} name={props.name} defaultValue={props.value} aria-describedby={described(id, props)}>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Wrap>
  );
}

export function Choices({
  name,
  legend,
  hint,
  options,
  chosen,
  single,
}: {
  name: string;
  legend: string;
  hint?: string;
  options: Options;
  chosen: readonly string[];
  single?: boolean;
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {hint ? <span className="hint">{hint}</span> : null}
      {options.map(([value, label]) => (
        <label className="choice" key={value}>
          <input
            type={single ? 'radio' : 'checkbox'}
            name={name}
            value={value}
            defaultChecked={chosen.includes(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What went wrong, at the top, with nothing lost below. */
export function Problem({ title, detail }: { title: string; detail: string }) {
  return (
    <div className="note note--danger" role="alert" tabIndex={-1} id="problem">
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
    </div>
  );
}

export function Button({
  children,
  quiet,
  name,
  value,
}: {
  children: ReactNode;
  quiet?: boolean;
  name?: string;
  value?: string;
}) {
  return (
    <button
      className={quiet ? 'usa-button usa-button--outline' : 'usa-button'}
      type="submit"
      name={name}
      value={value}
    >
      {children}
    </button>
  );
}
