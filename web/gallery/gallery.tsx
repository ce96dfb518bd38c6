/** Every shared piece in each of its states, so that later pages look like one hand made them. Nothing here does anything. */
import { Carrier } from '../console/carrier.tsx';
import { PassedOnNote } from '../console/decide.tsx';
import { Pages, Roles } from '../console/roles.tsx';
import { Coming } from '../portal/answers.tsx';
import { Telephone } from '../sandbox/telephone.tsx';
import { Entries } from '../site/entries.tsx';
import { About, Consent } from '../site/report/own.tsx';
import { Where } from '../site/report/where.tsx';
import { Danger, UnderEighteen } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { Button, Choices, Choose, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar, DangerTag, Panel, Talk, Timeline } from '../ui/pieces.tsx';
import { duty, entry, known, lines, passedOn, phones, response, roles } from './samples.ts';

export const meta = () => [{ title: 'Gallery' }];

export default function Gallery() {
  return (
    <>
      <h1>Gallery</h1>
      <p className="hint">
        Each piece in each state: empty, filled, wrong, with names that are too long, in focus, right to left.
      </p>
      <div className="columns">
        <div>
          <Signs />
          <Fields />
          <RightToLeft />
        </div>
        <div>
          <Panel title="Conversation">
            <Conversation />
          </Panel>
          <Panel title="Timeline">
            <Timeline lines={lines} />
            <h3>Empty</h3>
            <Timeline lines={[]} />
          </Panel>
          <Panel title="Shares">
            {[0, 0.04, 0.5, 0.97, 0.995, 1].map((share) => (
              <p key={share}>
                <Bar share={share} label="In place" />
              </p>
            ))}
          </Panel>
          <Panel title="Code and card">
            <span className="code">0000 0000 0000 0000 0000 0</span>
            <div className="card">
              <ul>
                <li>Unconfirmed report.</li>
                <li>They may say no and go.</li>
              </ul>
            </div>
          </Panel>
        </div>
      </div>
      <h2>A response</h2>
      <div className="columns">
        <div>
          <Roles roles={roles} lead={roles[0]?.organizationName ?? null} />
          <PassedOnNote passedOn={passedOn} />
        </div>
        <div>
          <Pages roles={roles} to="/gallery" open />
          <Pages roles={[]} to="/gallery" open />
          <Carriers />
        </div>
      </div>
      <h2>A responder</h2>
      <div className="columns">
        <div>
          <Panel title="On the way, in place">
            <Coming page={duty('en-route')} minutes={undefined} />
            <Coming page={duty('staged')} minutes={undefined} />
          </Panel>
        </div>
        <div className="phones">
          {phones.map((phone, index) => (
            <Telephone key={phone.address} phone={phone} index={index} />
          ))}
        </div>
      </div>
      <h2>The help door</h2>
      <form className="report">
        <About door="unsure" chosen="potential-victim" />
        <Consent day="2026-03-01" chosen={[]} relation="potential-victim" />
        <Consent day="2026-03-01" chosen={[]} relation="family-or-friend" />
      </form>
      <h2>Help nearby</h2>
      <Entries entries={[entry]} />
      <Entries entries={[]} />
    </>
  );
}

function Signs() {
  return (
    <>
      <Panel title="Mark">
        <p>
          <Mark size={16} /> <Mark size={28} /> <Mark size={64} />
        </p>
      </Panel>
      <Panel title="Danger">
        <p>
          <DangerTag danger="imminent" /> <DangerTag danger="soon" /> <DangerTag danger="not-known" />{' '}
          <DangerTag danger="none" />
        </p>
        <Danger />
      </Panel>
      <Panel title="Notes">
        <p className="note">A note.</p>
        <p className="note note--good">Something went well.</p>
        <UnderEighteen />
        <Problem
          title="Not sent yet: please look at this again"
          detail="Nothing was stored. Your words are still here."
          mistakes={[{ name: 'b', words: 'A line with an error: please write a few words.' }]}
        />
        <Problem title="Something is missing" detail="What to do about it, and that nothing was lost." />
      </Panel>
      <Panel title="Buttons">
        <form className="actions">
          <Button>Main</Button>
          <Button quiet>Other</Button>
          <Exit />
          <button className="usa-button focus-shown" type="button">
            In focus
          </button>
          <a href="/gallery" className="focus-shown">
            A link in focus
          </a>
        </form>
        <h3>Equal</h3>
        <form className="actions equal">
          <Button>One of two</Button>
          <Button>The other, with rather more to say about itself</Button>
        </form>
      </Panel>
    </>
  );
}

function Fields() {
  return (
    <Panel title="Fields">
      <form>
        <TextField name="a" label="A line" hint="A hint" />
        <TextField
          name="b"
          label="A line with an error"
          error="Please write a few words."
          value="as it was"
        />
        <TextArea name="c" label="Several lines" />
        <TextArea
          name="c2"
          label="Several lines with an error"
          hint="A hint"
          error="Please write a few words."
        />
        <Choose
          name="d"
          label="One of a few"
          options={[
            ['1', 'First'],
            ['2', 'Second, with a rather long name to see how it wraps when there is no more room for it'],
          ]}
        />
        <Choices
          name="e"
          legend="Some of these"
          hint="As many as fit."
          options={[
            ['x', 'This'],
            ['y', 'That, with a rather long name to see how it wraps when there is no more room for it'],
          ]}
          chosen={['x']}
        />
        <Choices
          name="f"
          legend="One of these"
          single
          options={[
            ['x', 'Yes'],
            ['y', 'No'],
          ]}
          chosen={['y']}
        />
        <Where
          door="tip"
          answers={{ line: ['999'] }}
          wrong={{}}
          known={known}
          runs={[]}
          spot={null}
          doubtful
        />
      </form>
    </Panel>
  );
}

function Conversation() {
  return (
    <>
      <Talk
        we="us"
        messages={[
          { from: 'us', text: 'Is she still in car 2?' },
          { from: 'you', text: 'Yes.' },
        ]}
      />
      <h3>Empty</h3>
      <Talk we="us" messages={[]} />
    </>
  );
}

/** The same pieces in a language that is written from right to left. */
function RightToLeft() {
  return (
    <Panel title="Right to left">
      <div dir="rtl" lang="ar">
        <p className="note">هذا مثال على ملاحظة.</p>
        <Talk
          we="us"
          messages={[
            { from: 'us', text: 'كيف حالك؟' },
            { from: 'you', text: 'بخير.' },
          ]}
        />
        <form className="actions">
          <Button>إرسال</Button>
          <Button quiet>إلغاء</Button>
        </form>
        <TextField name="rtl" label="سؤال" hint="تلميح" error="يرجى كتابة بضع كلمات." />
        <ul>
          <li>أولاً</li>
          <li>ثانياً</li>
        </ul>
      </div>
    </Panel>
  );
}

/** The carrier's panel: before anyone leads, ready, read back, told. */
function Carriers() {
  const carrier = { organizationId: '', name: 'Midland Rail Operations (demo)' };
  const [lead] = roles;
  const told = { ...roles[1]!, role: 'carrier-operations' as const, state: 'acknowledged' as const };
  const rest = { carriers: [carrier], kept: undefined, to: '/gallery' };
  return (
    <>
      <Carrier response={response([])} draft={undefined} {...rest} id="carrier-asked" />
      <Carrier response={response(lead ? [lead] : [])} draft={undefined} {...rest} id="carrier-ready" />
      <Carrier
        response={response(lead ? [lead] : [])}
        draft={{ ...carrier, decision: 'Desk sergeant: hold the doors.' }}
        {...rest}
        id="carrier-read-back"
      />
      <Carrier
        response={response(lead ? [lead, told] : [told])}
        draft={undefined}
        {...rest}
        id="carrier-told"
      />
    </>
  );
}
