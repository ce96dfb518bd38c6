/** The first page: danger first, then three doors. */
import { Danger } from '../ui/danger.tsx';

export default function Home() {
  return (
    <>
      <h1>You can tell us what is happening</h1>
      <Danger />
      <p>
        Someone is made to work or to have sex and cannot leave, or you think so? A trained person reads what
        you send. You do not have to give your name.
      </p>
      <ul className="doors">
        <li>
          <a href="/report?door=help">
            I need help, or someone close to me does
            <span>
              Nothing is passed on unless you say so, except: immediate danger, a child, a court order.
            </span>
          </a>
        </li>
        <li>
          <a href="/report?door=tip">
            I saw something
            <span>What you saw or heard as a passer-by, guest, neighbour or customer.</span>
          </a>
        </li>
        <li>
          <a href="/report?door=professional">
            I saw something at work
            <span>Transit, health care, hotels, schools. You may still have a duty to report yourself.</span>
          </a>
        </li>
        <li>
          <a href="/report?door=unsure">
            I’m not sure
            <span>Opens the help door, the one that protects more.</span>
          </a>
        </li>
      </ul>
      <p>
        Already wrote to us? <a href="/receipt">Use your code</a>.
      </p>
    </>
  );
}
