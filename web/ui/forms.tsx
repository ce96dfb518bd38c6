/** Form parts, each with its label, hint and error; they work without a script. */
import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly value?: string | undefined;
}

/** Where the list of mistakes leads. */
export const wrongId = (name: string): string => `wrong-${name}`;

function Wrap({ id, name, label, hint, error, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={error ? 'field field--wrong' : 'field'} id={error ? wrongId(name) : undefined}>
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
        // Groups of digits would change places where the page runs from right to left.
        dir={props.inputMode === 'numeric' || props.type === 'tel' ? 'ltr' : undefined}
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

/** One file of this computer. A browser keeps none that was refused: it has to be chosen again. */
export function FileField(props: Omit<FieldProps, 'value'> & { accept: string; required?: boolean }) {
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <input
        id={id}
        name={props.name}
        type="file"
        accept={props.accept}
        required={props.required}
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      />
    </Wrap>
  );
}

export type Options = readonly (readonly [value: string, label: string])[];
/** Choices one by one, where a label may be said in two ways. */
type ManyOptions = readonly (readonly [value: string, label: ReactNode])[];

export function Choose(
  props: FieldProps & {
    options: Options;
    /** More of them, under what they belong to. */
    groups?: readonly (readonly [label: string, options: Options])[];
  },
) {
  // Two forms of a page may ask for a field of the same name; their labels must not meet.
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <select
        id={id}
        name={props.name}
        defaultValue={props.value}
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {(props.groups ?? []).map(([group, options]) => (
          <optgroup key={group} label={group}>
            {options.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Wrap>
  );
}

export function Choices({
  name,
  legend,
  hint,
  error,
  options,
  chosen,
  single,
}: {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  options: ManyOptions;
  chosen: readonly string[];
  single?: boolean;
}) {
  return (
    <fieldset className={error ? 'field--wrong' : undefined} id={error ? wrongId(name) : undefined}>
      <legend>{legend}</legend>
      {hint ? <span className="hint">{hint}</span> : null}
      {error ? <span className="wrong">{error}</span> : null}
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

export interface Mistake {
  readonly name: string;
  readonly words: string;
}

/** What went wrong, at the top, with nothing lost below. Its outline and sign tell it from the danger box beside it. */
export function Problem({
  title,
  detail,
  mistakes = [],
}: {
  title: string;
  detail: string;
  mistakes?: readonly Mistake[];
}) {
  return (
    <div className="note note--danger note--wrong" role="alert" tabIndex={-1} id="problem">
      <p className="note__title">
        <Warning />
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {mistakes.length > 0 ? (
        <ul className="plain">
          {mistakes.map(({ name, words }) => (
            <li key={name}>
              <a className="go" href={`#${wrongId(name)}`}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** A sign beside words, never instead of them. */
function Warning() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 2 23 21H1z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      <path d="M11 9h2v6h-2zm0 7.5h2v2h-2z" fill="currentColor" />
    </svg>
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
