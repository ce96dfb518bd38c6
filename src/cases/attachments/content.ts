/**
 * What a file is, by what is in it and never by its name; and an image made anew, so that where and with what it was taken,
 * and whatever hides behind it, stay with the original.
 */
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { Refusal } from '../../platform/index.ts';

export const attachmentLimitBytes = 10 * 1024 * 1024;
const pixelLimit = 40_000_000;
const imageSeconds = 10;
const nameLimitCharacters = 120;
/** Where readers of ZIP look for its end: a file that has one there is a ZIP to them, whatever it begins with. */
const zipTailBytes = 65_557;

export type AttachmentKind = 'pdf' | 'png' | 'jpeg' | 'webp' | 'txt';
const byMime: Readonly<Record<string, AttachmentKind>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
};
const mediaTypes: Readonly<Record<AttachmentKind, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
};
const endings: Readonly<Record<AttachmentKind, string>> = {
  pdf: 'pdf',
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  txt: 'txt',
};

const refuse = (code: string, status: number, detail: string) =>
  new Refusal(code, status, 'We cannot keep that file', `${detail} Nothing was stored.`);

/** @throws Refusal file-empty, file-too-large, file-kind-unknown, file-ambiguous */
export async function kindOf(bytes: Uint8Array): Promise<AttachmentKind> {
  if (bytes.length === 0) throw refuse('file-empty', 422, 'The file is empty.');
  if (bytes.length > attachmentLimitBytes)
    throw refuse('file-too-large', 413, `A file may hold ${attachmentLimitBytes / 1024 / 1024} MB.`);
  const found = await fileTypeFromBuffer(bytes);
  const kind = found ? byMime[found.mime] : isPlainText(bytes) ? 'txt' : undefined;
  if (!kind)
    throw refuse(
      'file-kind-unknown',
      415,
      'PDF, PNG, JPEG, WebP and plain text can be kept, by what is in them.',
    );
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const startsWell = kind !== 'pdf' || buffer.subarray(0, 5).equals(Buffer.from('%PDF-'));
  // An image is made anew, which leaves behind what follows it; a document is handed on as it is.
  const alsoZip = kind === 'pdf' && buffer.subarray(-zipTailBytes).includes('PK\u0005\u0006');
  if (!startsWell || alsoZip)
    throw refuse('file-ambiguous', 415, 'It can be read as two kinds of file at once.');
  return kind;
}

/** Text as people write it: UTF-8, without the control characters of a program, and no page or script by its beginning. */
function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/\p{Cc}/u.test(text.replace(/[\t\n\r]/g, '')) && !/^\s*(<[!?a-z]|#!)/i.test(text);
  } catch {
    return false;
  }
}

/**
 * An image again, upright, without metadata. Nothing for what is no image.
 * @throws Refusal image-unreadable where it is damaged, or holds more pixels or takes longer than we allow
 */
export async function madeAnew(kind: AttachmentKind, bytes: Uint8Array): Promise<Buffer | undefined> {
  if (kind === 'pdf' || kind === 'txt') return undefined;
  try {
    return await sharp(bytes, { limitInputPixels: pixelLimit, failOn: 'error', animated: false })
      .timeout({ seconds: imageSeconds })
      .rotate()
      .toFormat(kind)
      .toBuffer();
  } catch {
    throw refuse(
      'image-unreadable',
      422,
      `The image is damaged, or holds more than ${pixelLimit / 1_000_000} million pixels.`,
    );
  }
}

/** A name that is safe to show and to save under: no path, no control or direction character, and the ending of what it is. */
export function safeName(name: string, kind: AttachmentKind): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[<>:"|?*;%$`.]+/g, '-')
    .trim()
    .slice(0, nameLimitCharacters)
    .toWellFormed();
  return `${stem || 'file'}.${endings[kind]}`;
}

/** What a document is handed out with: it is saved, and never shown in place, whatever is in it. */
export const savingHeaders = ({ name, kind }: { readonly name: string; readonly kind: AttachmentKind }) => ({
  'content-type': mediaTypes[kind],
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'content-security-policy': "default-src 'none'; sandbox",
});
