/** Recording a call that was made. Whoever was reached has a name; 911 has a CAD number, or gave none. */
import type { Acting, Services } from '../../src/main/serving/services.ts';
import { type Refused, refused } from './kept.ts';

const idShape = /^[0-9a-f-]{36}$/i;

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

/** @returns what is missing, or nothing when it is on record */
export async function recordCall(
  services: Services,
  acting: Acting,
  form: FormData,
): Promise<Refused | undefined> {
  const id = text(form, 'id');
  const name = `call ${id}`;
  const result = text(form, 'result');
  const callTaker = text(form, 'callTaker');
  const cadNumber = text(form, 'cadNumber');
  if (result !== 'confirmed' && result !== 'declined' && result !== 'no-answer')
    return refused(form, name, { title: 'Did you reach them?', detail: 'Press one of the three buttons.' });
  if (result !== 'no-answer') {
    if (!callTaker)
      return refused(
        form,
        name,
        {
          title: 'Who took the call?',
          detail: 'Write their name, or what they called themselves. Nothing was saved yet.',
        },
        'callTaker',
      );
    const task = idShape.test(id) ? await services.voiceTask(acting, id) : undefined;
    if (task?.kind === 'psap' && !cadNumber && form.get('noCadNumber') !== 'yes')
      return refused(
        form,
        name,
        {
          title: 'What is the CAD number?',
          detail: 'Write it down, or tick that they gave none. Nothing was saved yet.',
        },
        'cadNumber',
      );
  }
  try {
    await services.completeVoiceTask(acting, id, {
      callTaker: callTaker || 'nobody reached',
      cadNumber: cadNumber || undefined,
      result,
    });
    return undefined;
  } catch (error) {
    return refused(form, name, services.problemOf(error));
  }
}
