import { Plain } from './pages.tsx';

export default function Signs() {
  return (
    <Plain title="Signs to recognise">
      <p>
        One sign is not proof. What people do and what is done to them counts. Looks, language, nationality or
        religion never do.
      </p>
      <ul className="signs">
        <li>Someone else keeps their ID, papers, phone or pay.</li>
        <li>They are said to owe money for a trip, a room or a job, and may not leave until it is paid.</li>
        <li>Someone else answers for them, or listens to every word.</li>
        <li>They or their family are threatened.</li>
        <li>The work or schooling that was promised is not what they found.</li>
        <li>They are hurt or ill and get no care.</li>
      </ul>
      <h2>What to do</h2>
      <p>
        <strong>Do not confront, follow, question or photograph anyone.</strong> It can put them in danger. At
        work, your company’s rule comes first. Then tell us what you saw.
      </p>
      <p className="actions">
        <a className="usa-button" href="/report?door=tip">
          Tell us
        </a>
        <a className="usa-button usa-button--outline" href="/report?door=help">
          It is happening to me
        </a>
      </p>
    </Plain>
  );
}
