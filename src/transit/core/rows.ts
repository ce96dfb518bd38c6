/**
 * A streaming reader of GTFS tables (RFC 4180 with the liberties that feeds take): quotes, doubled quotes, line ends inside
 * quotes, CRLF, a byte-order mark, blanks around values, short rows. What it cannot read it refuses with the row's number.
 */
export class RowError extends Error {
  readonly row: number;
  constructor(row: number, words: string) {
    super(`row ${row}: ${words}`);
    this.name = 'RowError';
    this.row = row;
  }
}

export const fieldLimitCharacters = 10_000;
const columnLimit = 100;

/** Feed text in pieces; get rows as objects keyed by the header. */
export class RowReader {
  #header: string[] | undefined;
  #fields: string[] = [];
  #field = '';
  #quoted = false;
  #wasQuoted = false;
  #quoteEnded = false;
  #row = 1;
  readonly #onRow: (row: Readonly<Record<string, string>>, number: number) => void;
  constructor(onRow: (row: Readonly<Record<string, string>>, number: number) => void) {
    this.#onRow = onRow;
  }

  /** @throws RowError */
  push(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const sign = text[i]!;
      if (this.#quoted && !this.#quoteEnded) {
        if (sign === '"') this.#quoteEnded = true;
        else this.#add(sign);
        continue;
      }
      if (this.#quoteEnded) {
        this.#quoteEnded = false;
        if (sign === '"') {
          this.#add('"');
          continue;
        }
        this.#quoted = false;
      }
      if (sign === '"' && this.#field.trim() === '' && !this.#wasQuoted) {
        this.#field = '';
        this.#quoted = true;
        this.#wasQuoted = true;
      } else if (sign === ',') this.#endField();
      else if (sign === '\n') this.#endRow();
      else if (sign !== '\r') this.#add(sign);
    }
  }

  /** Call once after the last piece. @throws RowError when a quote was left open */
  end(): string[] {
    if (this.#quoted && !this.#quoteEnded)
      throw new RowError(this.#row, 'a quote is opened and never closed');
    if (this.#field !== '' || this.#fields.length > 0 || this.#wasQuoted) this.#endRow();
    return this.#header ?? [];
  }

  #add(sign: string): void {
    if (sign === '\0') throw new RowError(this.#row, 'a value holds the character NUL');
    if (this.#field.length >= fieldLimitCharacters) throw new RowError(this.#row, 'a value is far too long');
    this.#field += sign;
  }

  #endField(): void {
    if (this.#fields.length >= columnLimit) throw new RowError(this.#row, `more than ${columnLimit} columns`);
    this.#fields.push(this.#wasQuoted ? this.#field : this.#field.trim());
    this.#field = '';
    this.#quoted = false;
    this.#wasQuoted = false;
    this.#quoteEnded = false;
  }

  #endRow(): void {
    this.#endField();
    const fields = this.#fields;
    this.#fields = [];
    const number = this.#row++;
    if (fields.length === 1 && fields[0] === '') return;
    if (!this.#header) {
      this.#header = fields.map((name, i) =>
        (i === 0 ? name.replace(/^\uFEFF/, '') : name).trim().replace(/^"|"$/g, ''),
      );
      return;
    }
    const row: Record<string, string> = Object.create(null);
    for (let i = 0; i < this.#header.length; i++) row[this.#header[i]!] = fields[i] ?? '';
    this.#onRow(row, number);
  }
}
