/** Any address that leads nowhere: said within the frame of every other page. */
import { data } from 'react-router';

export function loader() {
  throw data(
    { title: 'There is nothing here', detail: 'The page may have moved, or the address is mistyped.' },
    { status: 404 },
  );
}

export default function Nowhere() {
  return null;
}
