/** Any address that leads nowhere: said within the frame of every other page. */
import { data } from 'react-router';

export function loader() {
  throw data(null, { status: 404 });
}

export default function Nowhere() {
  return null;
}
