/** What was typed into a form that was refused: every value of every field, so that nothing is lost and nothing is reset. */
export interface Kept {
  /** The form, by the button that sent it. */
  readonly form: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** A refusal with the form it belongs to. */
export interface Refused {
  readonly problem: { readonly title: string; readonly detail: string; readonly code?: string | undefined };
  /** The fields that have to change, with a space between. */
  readonly field: string | undefined;
  readonly kept: Kept;
}

export function keptOf(form: FormData, name: string): Kept {
  // Gone through once: asked for each name apart, a body full of names would hold the whole server for half a minute.
  const values = new Map<string, string[]>();
  for (const [key, value] of form) {
    const known = values.get(key);
    if (known) known.push(String(value));
    else values.set(key, [String(value)]);
  }
  return { form: name, values: Object.fromEntries(values) };
}

/** Which field a refusal of the server speaks of. */
const fields: Readonly<Record<string, string>> = {
  'reason-missing': 'reason',
  'message-empty': 'text',
  'message-too-long': 'text',
  'name-missing': 'name',
  'no-supervisor-left': 'whom',
  'unknown-whom': 'whom',
  'unknown-organization': 'organizationId',
  'not-a-person': 'whom',
  'colleague-listed': 'secondStaffId toStaffId',
  'unknown-trip': 'trip',
  'unknown-stop': 'stopId',
  'place-words-missing': 'words',
  'place-words-too-long': 'words',
  'place-point-missing': 'county',
  'unknown-county': 'county',
  'outside-every-county': 'coordinates',
};

export function refused(
  form: FormData,
  name: string,
  problem: { title: string; detail: string; code?: string },
  field = problem.code === undefined ? undefined : fields[problem.code],
): Refused {
  const { title, detail, code } = problem;
  return { problem: { title, detail, code }, field, kept: keptOf(form, name) };
}

/** A form as it was sent, or nothing when it was another one. */
export function formOf(refusal: Refused | undefined, ...names: string[]) {
  const mine = refusal && names.includes(refusal.kept.form) ? refusal : undefined;
  const one = (field: string): string | undefined => mine?.kept.values[field]?.[0];
  const wrong = (field: string): string | undefined =>
    !mine?.field?.split(' ').includes(field)
      ? undefined
      : one(field)?.trim()
        ? 'Cannot be used as it is'
        : 'Still needed';
  return {
    mine,
    problem: mine?.problem,
    one,
    all: (field: string): readonly string[] => mine?.kept.values[field] ?? [],
    wrong,
    /** What a field for words is given: its name, what was typed, and what is wrong with it. */
    field: (name: string) => ({ name, value: one(name), error: wrong(name) }),
  };
}
export type SentForm = ReturnType<typeof formOf>;
