/** What the bar of the floor asks for, on whichever page it stands. */
import { data, redirect } from 'react-router';
import type { Acting, Services } from '../../src/main/serving/services.ts';
import { saved } from './acting.ts';

/** @throws Response with the words of a refusal, which is shown in the page's place */
export async function onTheFloor(
  services: Services,
  acting: Acting,
  form: FormData,
  back: string,
): Promise<Response> {
  const signalId = String(form.get('signalId') ?? '');
  const act = String(form.get('do'));
  try {
    if (act === 'come-to-floor')
      await services.comeToFloor(acting, Number(form.get('capacity')) || undefined);
    if (act === 'leave-floor') await services.leaveFloor(acting);
    if (act === 'pass-chat') await services.passChat(acting, signalId);
    if (act === 'accept-chat') {
      await services.acceptChat(acting, signalId);
      return redirect(`/console/signals/${signalId}#conversation`);
    }
  } catch (error) {
    const { title, detail, status } = services.problemOf(error);
    throw data({ title, detail }, { status });
  }
  return saved(back, act, services.now());
}
