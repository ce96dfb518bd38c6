/** What is said of a code that opened nothing: beside the words that fit every such code, what is wrong with the digits themselves. */
import { slipIn } from '../../src/signals/core/index.ts';
import type { Say } from '../language/words.ts';

export function notOpenWords(code: string, t: Say): { title: string; detail: string } {
  const slip = slipIn(code);
  const said =
    slip === undefined
      ? ''
      : slip === 'one is off'
        ? `${t('receipt.slipOne')} `
        : `${t('receipt.slipDigits', { digits: slip.digits })} `;
  return { title: t('receipt.notOpen'), detail: said + t('receipt.notOpenMore') };
}
