/** A token as it comes to be: asked for by an administrator and, where it shows casework, agreed to by a supervisor. */
import type { TokenOrder } from '../../src/identity/index.ts';
import { administratorId, type House, supervisorId } from './house.ts';

export async function tokenByTwo(house: House, order: TokenOrder): Promise<string> {
  const { services } = house.alight;
  const { token } = await services.makeToken({ staffId: administratorId }, order);
  if (token !== null) return token;
  const { tokens } = await services.keys({ staffId: supervisorId });
  return (await services.agreeToken({ staffId: supervisorId }, tokens.at(-1)!.id)).token;
}
