/** The advocates of a floor, for flow tests: they come, stay, answer and go, as their pages of the console would. */
import { randomUUID } from 'node:crypto';
import { advocateId, type House } from './house.ts';

/** @param house asked for at each act: it may be opened after this */
export function floorOf(house: () => House) {
  const as = (staffId: string, method: 'GET' | 'POST', url: string, body?: object) =>
    house().call(method, url, body, { 'alight-actor': staffId });
  const floor = async (staffId: string) => (await as(staffId, 'GET', '/v1/floor')).json();
  const come = (staffId: string, capacity = 2) =>
    as(staffId, 'POST', '/v1/floor/presence', { state: 'on-floor', capacity });
  const go = (staffId: string) => as(staffId, 'POST', '/v1/floor/presence', { state: 'away' });
  const answer = (id: string, text: string, staffId = advocateId, key: string = randomUUID()) =>
    as(staffId, 'POST', `/v1/signals/${id}/ask-back`, { text, key });
  /** Time passes while an advocate has a page of the console open. */
  const stay = async (seconds: number, staffId = advocateId) => {
    for (let left = seconds; left > 0; left -= 60) {
      await floor(staffId);
      await house().wait(Math.min(60, left));
    }
  };
  return { as, floor, come, go, answer, stay };
}
