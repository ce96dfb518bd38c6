/** Who runs this instance, for any page: what the frame was loaded with. Undefined where even that failed. */
import { useRouteLoaderData } from 'react-router';
import type { InstanceFacts } from '../../src/main/serving/services.ts';

export const useFacts = (): InstanceFacts | undefined =>
  (useRouteLoaderData('root') as { instance: InstanceFacts } | undefined)?.instance;
