/** One telephone of the demonstration: whose it is, what came, and what of it still opens. */
import { Button } from '../ui/forms.tsx';
import { Dial } from '../ui/said.tsx';
import { clockTime, phoneWords } from '../ui/words.ts';

export const pageLink = /https?:\/\/\S+?(\/p\/([\w-]+))/;

export interface Text {
  readonly id: string;
  readonly wire: string;
  readonly body: string;
  readonly at: Date;
  /** The address of the duty page it holds, and whether that still opens. */
  readonly link: { readonly path: string; readonly state: 'open' | 'used' | 'ended' } | null;
}

export interface Phone {
  readonly address: string;
  readonly holder: string | null;
  readonly texts: readonly Text[];
}

/** A text as it came; its link can be tapped while it opens, and says when it does not. */
function Bubble({ text: { wire, body, at, link } }: { text: Text }) {
  const over = link && link.state !== 'open';
  const [before, after] = link ? body.split(pageLink.exec(body)![0]) : [body, ''];
  return (
    <p className={over ? 'bubble bubble--over' : 'bubble'}>
      <span className="hint">
        {clockTime(at)} {wire === 'sms' ? 'text' : wire}
        {over ? ` · link ${link.state}` : ''}
      </span>
      {before}
      {link ? <Address body={body} link={link} /> : null}
      {after}
    </p>
  );
}

function Address({ body, link }: { body: string; link: NonNullable<Text['link']> }) {
  const written = pageLink.exec(body)![0];
  if (link.state !== 'open') return <s>{written}</s>;
  return <a href={link.path}>{written}</a>;
}

export function Telephone({ phone: { address, holder, texts }, index }: { phone: Phone; index: number }) {
  const open = texts.find(({ link }) => link?.state === 'open')?.link;
  return (
    <section className="phone">
      <h2>{holder ?? 'A phone nobody here is known by'}</h2>
      <p className="hint">
        <Dial number={phoneWords(address)} />
      </p>
      {open ? (
        <p>
          <a className="usa-button" href={open.path}>
            Open the duty page
          </a>
        </p>
      ) : null}
      {texts.map((text) => (
        <Bubble key={text.id} text={text} />
      ))}
      <form method="post" action="/sandbox" className="actions">
        <input type="hidden" name="do" value="reply" />
        <input type="hidden" name="address" value={address} />
        <label className="hint" htmlFor={`reply-${index}`}>
          Answer by text
        </label>
        <input className="input" id={`reply-${index}`} name="body" maxLength={300} />
        <Button quiet>Send</Button>
      </form>
    </section>
  );
}
