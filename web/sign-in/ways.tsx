/** The ways in, as the pages of sign-in show them: a passkey first, then an agency, then a password and a code. */
import { useEffect, useState } from 'react';
import { Button, Problem, TextField } from '../ui/forms.tsx';
import { addPasskey, canUsePasskeys, type Outcome, showPasskey, type Wrong } from './passkey.ts';

/** A button that asks the device; without a script it is not there, and the words say so. */
function Ask({
  label,
  work,
  to,
  again,
}: {
  label: string;
  work: () => Promise<Outcome>;
  to: string;
  /** Where to show the key once more, when the server asks for it. */
  again?: string;
}) {
  const [able, setAble] = useState<boolean | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  useEffect(() => setAble(canUsePasskeys()), []);
  const start = async () => {
    setBusy(true);
    setWrong(null);
    const outcome = await work();
    if (outcome.ok) return window.location.assign(to);
    setBusy(false);
    setWrong(outcome.wrong);
  };
  return (
    <>
      {wrong ? <Problem title={wrong.title} detail={wrong.detail} /> : null}
      {wrong?.code === 'sign-in-again' && again ? (
        <p>
          <a href={again}>Show your key</a>
        </p>
      ) : null}
      {able ? (
        <p className="actions">
          <button className="usa-button" type="button" disabled={busy} onClick={() => void start()}>
            {busy ? 'Look at your device…' : label}
          </button>
        </p>
      ) : (
        <p className="hint">
          {able === false
            ? 'This browser does not know passkeys.'
            : 'Passkeys need a script, which does not run here yet.'}{' '}
          A password and a code work everywhere.
        </p>
      )}
    </>
  );
}

export function ShowPasskey({ to, label = 'Use a passkey' }: { to: string; label?: string }) {
  return <Ask label={label} work={showPasskey} to={to} />;
}

export function AddPasskey({ to, invited, again }: { to: string; invited: boolean; again?: string }) {
  const [name, setName] = useState('');
  return (
    <>
      <div className="field">
        <label htmlFor="passkey-name">What is this device called?</label>
        <span className="hint" id="passkey-name-hint">
          So that you know later which one to remove: “Desk phone”, “Blue key”.
        </span>
        <input
          id="passkey-name"
          maxLength={60}
          autoComplete="off"
          aria-describedby="passkey-name-hint"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <Ask
        label="Make a passkey"
        work={() => addPasskey(name, invited)}
        to={to}
        {...(again ? { again } : {})}
      />
    </>
  );
}

export function Agency({ name, to }: { name: string; to: string }) {
  return (
    <p className="actions">
      <a className="usa-button usa-button--outline" href={`/sign-in/agency?to=${encodeURIComponent(to)}`}>
        Sign in with {name}
      </a>
    </p>
  );
}

export function PasswordForm({
  to,
  problem,
  email,
}: {
  to: string;
  problem?: { title: string; detail: string } | undefined;
  email?: string | undefined;
}) {
  return (
    <details open={problem !== undefined}>
      <summary>No passkey on this device</summary>
      {problem ? <Problem title={problem.title} detail={problem.detail} /> : null}
      <form method="post" action={`/sign-in?to=${encodeURIComponent(to)}`}>
        <TextField name="email" label="E-mail address" type="email" autoComplete="username" value={email} />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" />
        <TextField
          name="code"
          label="Code"
          hint="Six digits from your authenticator app, or one of your spare codes."
          autoComplete="one-time-code"
          maxLength={40}
        />
        <p className="actions">
          <Button>Sign in</Button>
        </p>
      </form>
    </details>
  );
}
