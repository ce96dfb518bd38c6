import { Plain } from './pages.tsx';

export default function About() {
  return (
    <Plain title="About and privacy">
      <h2>What this is</h2>
      <p>
        Alight is open-source software for reporting human trafficking and getting help there in time. Who
        runs this site and when somebody is there stands at the foot of every page.
      </p>
      <h2>Privacy, plainly</h2>
      <p>
        We keep what you write, and nothing about your device: no IP address, no kind of browser, no page you
        came from. This site sets no cookie for you and loads nothing from anywhere else. Logs hold numbers,
        never words.
      </p>
      <p>Reports are not yet encrypted in the database of this version, so it is for demonstrations only.</p>
      <h2>Accessibility</h2>
      <p>
        These pages are made to work on an old phone, without a script, with a keyboard and with a screen
        reader. We test them automatically; people with disabilities have not yet reviewed them. They exist in
        English only so far.
      </p>
    </Plain>
  );
}
