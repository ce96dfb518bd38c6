/** Every shared piece in its states, so that later pages look like one hand made them. */
import { Danger } from './ui/danger.tsx';
import { Button, Choices, Choose, Problem, TextArea, TextField } from './ui/forms.tsx';
import { Mark } from './ui/mark.tsx';
import { Bar, DangerTag, Panel, Talk, Timeline } from './ui/pieces.tsx';

export const meta = () => [{ title: 'Gallery' }];
const noon = '2026-01-01T18:00:00Z';

export default function Gallery() {
  return (
    <>
      <h1>Gallery</h1>
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
        <Problem title="Something is missing" detail="What to do about it." />
      </Panel>
      <Panel title="Buttons">
        <form className="actions">
          <Button>Main</Button>
          <Button quiet>Other</Button>
        </form>
      </Panel>
      <Panel title="Fields">
        <form>
          <TextField name="a" label="A line" hint="A hint" />
          <TextField name="b" label="A line with an error" error="Please write a few words." />
          <TextArea name="c" label="Several lines" />
          <Choose
            name="d"
            label="One of a few"
            options={[
              ['1', 'First'],
              ['2', 'Second, with a rather long name to see how it wraps'],
            ]}
          />
          <Choices
            name="e"
            legend="Some of these"
            options={[
              ['x', 'This'],
              ['y', 'That'],
            ]}
            chosen={['x']}
          />
        </form>
      </Panel>
      <Panel title="Shares">
        <p>
          <Bar share={0.04} label="Small" />
        </p>
        <p>
          <Bar share={0.97} label="Large" />
        </p>
      </Panel>
      <Panel title="Timeline">
        <Timeline
          lines={[
            { sequence: 1, at: noon, who: 'Alight', what: 'Page K4F2: asked.' },
            { sequence: 2, at: noon, who: 'Kansas City Police (demo)', what: 'Accepted.' },
          ]}
        />
        <Timeline lines={[]} />
      </Panel>
      <Panel title="Conversation">
        <Talk
          we="us"
          messages={[
            { from: 'us', text: 'Is she still in car 2?' },
            { from: 'you', text: 'Yes.' },
          ]}
        />
      </Panel>
      <Panel title="Code and card">
        <span className="code">0000 0000 0000 0000 0000 0</span>
        <div className="card">
          <p>Unconfirmed report.</p>
        </div>
      </Panel>
    </>
  );
}
