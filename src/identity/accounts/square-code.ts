/** A text as a square code for a camera (QR, ISO/IEC 18004), drawn by the page that shows it: nobody elsewhere is asked for a picture. */
import { encode } from 'uqr';

export interface SquareCode {
  /** Side in modules, with the quiet zone around. */
  readonly size: number;
  /** The dark modules as one SVG path, a module a unit. */
  readonly path: string;
}

/** Light around it, which a camera needs to find it. */
const quietModules = 4;

/** @throws Error where the text is longer than any square code holds */
export function squareCode(text: string): SquareCode {
  const { size, data } = encode(text, { ecc: 'M', border: quietModules });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { size, path };
}
