/**
 * The meeting plan. People are met where they themselves get off. When that stop is known well enough: the fewest desks with
 * which all roles are there with the wanted chance; when it is not: desks spread over stops so that the chance of being met at
 * whichever stop it is becomes greatest; when nothing reaches the wanted chance: the best there is, called so, with what would
 * lift it. The plan proposes; people decide. Source: response.md "The problem", objective (1), (2), (3).
 */
import { asked, type Board, emptyBoard, type Ground, groundAt, nextOf, ready, roleReady } from './board.ts';
import type { MeetingPlan, MeetingProblem, StopOutlook } from './problem.ts';

export const wantedProbability = 0.95;
export const sureOfStopProbability = 0.6;
export const hedgeDesksLimit = 12;
export const laterSeconds = 300;
/** Gains smaller than this are noise. */
const leastGain = 1e-9;

/** @throws Error when there is no stop: that is the caller's mistake */
export function planMeeting(problem: MeetingProblem): MeetingPlan {
  const { stops } = problem;
  if (stops.length === 0) throw new Error('a meeting needs a stop');
  const wanted = problem.wanted ?? wantedProbability;
  const grounds = stops.map((_, stop) => groundAt(problem, stop));
  let surest = 0;
  for (const [i, stop] of stops.entries()) if (stop.leaves > stops[surest]!.leaves) surest = i;
  const sure = stops[surest]!.leaves >= (problem.sureOfStop ?? sureOfStopProbability);
  const boards = sure ? [fewest(grounds[surest]!, wanted)] : hedge(problem, grounds);
  const worth = (board: Board) => stops[board.ground.stop]!.leaves * ready(board);
  const point = boards.reduce((best, board) => (worth(board) > worth(best) ? board : best), boards[0]!);
  const chance = ready(point);
  return {
    standing: sure ? (chance >= wanted ? 'meets' : 'below') : 'hedged',
    meetingStop: point.ground.stop,
    assignments: boards.flatMap(({ ground, chosen }) =>
      chosen.flatMap((units, r) =>
        units.map(({ id }) => ({ stop: ground.stop, unitId: id, role: ground.roles[r]! })),
      ),
    ),
    ready: chance,
    met: boards.reduce((sum, board) => sum + worth(board), 0),
    stops: grounds.map(outlookAt),
    lift: chance >= wanted ? null : liftOf(point),
    readyIfLater: outlookAt(groundAt(problem, point.ground.stop, laterSeconds)).ready,
  };
}

/** Everybody on the ladders, asked in turn: the best that this stop can be. */
function outlookAt(ground: Ground): StopOutlook {
  let board = emptyBoard(ground);
  for (const [role, ladder] of ground.ladders.entries())
    for (const unit of ladder) board = asked(board, role, unit);
  return {
    ready: ready(board),
    roles: new Map(ground.roles.map((name, role) => [name, roleReady(board, role)])),
  };
}

/** Adds the desk that helps most until the wanted chance is reached or nothing helps. */
function fewest(ground: Ground, wanted: number): Board {
  let board = emptyBoard(ground);
  const used = new Set<string>();
  // The chance is 0 until every role has somebody, so one of each comes first.
  for (let role = 0; role < ground.required; role++) {
    const first = nextOf(ground, role, used);
    if (!first) continue;
    board = asked(board, role, first);
    used.add(first.id);
  }
  let chance = ready(board);
  while (chance < wanted) {
    const step = bestStep(board, used);
    if (!step || step.ready - chance < leastGain) break;
    board = step.board;
    used.add(step.id);
    chance = step.ready;
  }
  return board;
}

interface Step {
  readonly board: Board;
  readonly id: string;
  readonly ready: number;
}

/** The one desk more that helps most. */
function bestStep(board: Board, used: ReadonlySet<string>): Step | undefined {
  let best: Step | undefined;
  for (let role = 0; role < board.ground.required; role++) {
    const unit = nextOf(board.ground, role, used);
    if (!unit) continue;
    const tried = asked(board, role, unit);
    const chance = ready(tried);
    if (!best || chance > best.ready) best = { board: tried, id: unit.id, ready: chance };
  }
  return best;
}

/** What a stop could still add to a plan that is spread over stops: a first desk of every role, or one desk more. */
interface Offer {
  readonly board: Board;
  readonly ids: readonly string[];
  /** The gain in the chance of being met, for each desk that it takes. */
  readonly worth: number;
}

/**
 * Spreads desks over stops: at each step the opening of a stop (one desk of every role) or the one desk more that adds most for
 * each desk it takes, until the limit. A desk is asked for one stop only. An offer stays as it is while its desks are free.
 */
function hedge(problem: MeetingProblem, grounds: readonly Ground[]): Board[] {
  const limit = problem.desksLimit ?? hedgeDesksLimit;
  const open = new Map<number, Board>();
  const used = new Set<string>();
  const offers = grounds.map((ground) => offerOf(problem, ground, open.get(ground.stop), used));
  while (used.size < limit) {
    let best: Offer | undefined;
    for (const [stop, known] of offers.entries()) {
      if (known?.ids.some((id) => used.has(id)))
        offers[stop] = offerOf(problem, grounds[stop]!, open.get(stop), used);
      const offer = offers[stop];
      if (offer && used.size + offer.ids.length <= limit && (!best || offer.worth > best.worth)) best = offer;
    }
    if (!best) break;
    const { stop } = best.board.ground;
    for (const id of best.ids) used.add(id);
    open.set(stop, best.board);
    offers[stop] = offerOf(problem, grounds[stop]!, best.board, used);
  }
  return open.size
    ? [...open.values()].sort((a, b) => a.ground.stop - b.ground.stop)
    : [emptyBoard(grounds[0]!)];
}

function offerOf(
  problem: MeetingProblem,
  ground: Ground,
  board: Board | undefined,
  used: ReadonlySet<string>,
): Offer | undefined {
  const { leaves } = problem.stops[ground.stop]!;
  if (!board) {
    const first = opened(ground, used);
    if (!first) return undefined;
    const gain = leaves * ready(first.board);
    return gain > leastGain ? { ...first, worth: gain / first.ids.length } : undefined;
  }
  const step = bestStep(board, used);
  if (!step) return undefined;
  const gain = leaves * (step.ready - ready(board));
  return gain > leastGain ? { board: step.board, ids: [step.id], worth: gain } : undefined;
}

/** One desk of every required role at a stop nobody was sent to yet, or nothing when a role has none left. */
function opened(ground: Ground, used: ReadonlySet<string>): { board: Board; ids: string[] } | undefined {
  const taken = new Set(used);
  const ids = [];
  let board = emptyBoard(ground);
  for (let role = 0; role < ground.required; role++) {
    const unit = nextOf(ground, role, taken);
    if (!unit) return undefined;
    taken.add(unit.id);
    ids.push(unit.id);
    board = asked(board, role, unit);
  }
  return { board, ids };
}

/** The role in which one desk more, as near as the nearest one, would help most. Null when a role has nobody at all. */
function liftOf(board: Board): MeetingPlan['lift'] {
  let best: MeetingPlan['lift'] = null;
  for (let role = 0; role < board.ground.required; role++) {
    const like = board.ground.ladders[role]![0];
    if (!like) return null;
    const chance = ready(asked(board, role, like));
    if (!best || chance > best.ready) best = { role: board.ground.roles[role]!, ready: chance };
  }
  return best;
}
