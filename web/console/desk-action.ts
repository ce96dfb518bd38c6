/** What a page of the desk does with a posted form: the act of the button that was pressed, or why it was not done, with nothing lost. */
import { data, type RouterContextProvider } from 'react-router';
import type { Acting, Services } from '../../src/main/serving/services.ts';
import { servicesContext } from '../context.ts';
import { saved, whoActs } from './acting.ts';
import { type Refused, refused } from './kept.ts';

interface Pressed {
  readonly services: Services;
  readonly acting: Acting;
  /** A field as it was sent; empty where there is none. */
  readonly text: (name: string) => string;
  readonly all: (name: string) => string[];
}

/** `to`: done, and said once there, under the button's name unless `said` is another. `made`: shown now and never again. */
type Outcome<Made> = { readonly to: string; readonly said?: string } | { readonly made: Made };
type Act<Made> = (pressed: Pressed) => Promise<Outcome<Made>>;

interface Posted {
  readonly request: Request;
  readonly context: Readonly<RouterContextProvider>;
}

/**
 * @param acts by the name of their button
 * @param fieldOf which field a refusal speaks of, by its code
 */
export async function deskAction<Made = never>(
  { request, context }: Posted,
  acts: Readonly<Record<string, Act<Made>>>,
  fieldOf: Readonly<Record<string, string>> = {},
) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const name = String(form.get('do') ?? '');
  const no = (problem: { title: string; detail: string; code?: string; status: number }) =>
    data(refused(form, name, problem, fieldOf[problem.code ?? '']), { status: problem.status });
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) return no({ title: 'Nothing was done', detail: 'Press one of the buttons.', status: 422 });
  try {
    const outcome = await act({
      services,
      acting,
      text: (field) => String(form.get(field) ?? ''),
      all: (field) => form.getAll(field).map(String),
    });
    if ('made' in outcome) return outcome;
    return saved(outcome.to, outcome.said ?? name, services.now());
  } catch (error) {
    return no(services.problemOf(error));
  }
}

/** What a page was answered: a refusal with its form, or what was made. */
export function answerOf<Made>(answer: { made: Made } | Refused | undefined): {
  refusal: Refused | undefined;
  made: Made | undefined;
} {
  if (!answer) return { refusal: undefined, made: undefined };
  return 'made' in answer ? { refusal: undefined, made: answer.made } : { refusal: answer, made: undefined };
}
