/**
 * The meeting plan. People are met where they themselves get off. When that stop is known well enough: the fewest desks with
 * which all roles are there with the wanted chance; when it is not: desks spread over stops so that the chance of being met at
 * whichever stop it is becomes greatest; when nothing reaches the wanted chance: the best there is, called so, with what would
 * lift it. The plan proposes; people decide. Source: response.md "The problem", objective (1), (2), (3).
 */
import { ask, type Board, boardAt, copied, nextOf, ready, roleReady } from './board.ts';
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
  const outlooks = stops.map((_, stop) => outlookAt(problem, stop));
  let surest = 0;
  for (const [i, stop] of stops.entries()) if (stop.leaves > stops[surest]!.leaves) surest = i;
  const sure = stops[surest]!.leaves >= (problem.sureOfStop ?? sureOfStopProbability);
  const boards = sure ? [fewest(problem, surest, wanted)] : hedge(problem);
  const worth = (board: Board) => stops[board.stop]!.leaves * ready(board);
  const point = boards.reduce((best, board) => (worth(board) > worth(best) ? board : best), boards[0]!);
  const chance = ready(point);
  return {
    standing: sure ? (chance >= wanted ? 'meets' : 'below') : 'hedged',
    meetingStop: point.stop,
    assignments: boards.flatMap(({ stop, chosen, roles }) =>
      chosen.flatMap((units, r) => units.map(({ id }) => ({ stop, unitId: id, role: roles[r]! }))),
    ),
    ready: chance,
    met: boards.reduce((sum, board) => sum + worth(board), 0),
    stops: outlooks,
    lift: chance >= wanted ? null : liftOf(point),
    readyIfLater: laterReady(problem, point),
  };
}

/** Everybody on the ladders, asked in turn: the best that this stop can be. */
function outlookAt(problem: MeetingProblem, stop: number): StopOutlook {
  const board = boardAt(problem, stop);
  for (const [role, ladder] of board.ladders.entries()) for (const unit of ladder) ask(board, role, unit);
  return {
    ready: ready(board),
    roles: new Map(board.roles.map((name, role) => [name, roleReady(board, role)])),
  };
}

/** Adds the desk that helps most until the wanted chance is reached or nothing helps. */
function fewest(problem: MeetingProblem, stop: number, wanted: number): Board {
  const board = boardAt(problem, stop);
  const used = new Set<string>();
  // The chance is 0 until every role has somebody, so one of each comes first.
  for (let role = 0; role < board.required; role++) {
    const first = nextOf(board, role, used);
    if (!first) continue;
    ask(board, role, first);
    used.add(first.id);
  }
  let chance = ready(board);
  while (chance < wanted) {
    const step = bestStep(board, used);
    if (!step || step.ready - chance < leastGain) break;
    ask(board, step.role, step.unit);
    used.add(step.unit.id);
    chance = step.ready;
  }
  return board;
}

function bestStep(board: Board, used: ReadonlySet<string>) {
  let best: { role: number; unit: NonNullable<ReturnType<typeof nextOf>>; ready: number } | undefined;
  for (let role = 0; role < board.required; role++) {
    const unit = nextOf(board, role, used);
    if (!unit) continue;
    const tried = copied(board);
    ask(tried, role, unit);
    const chance = ready(tried);
    if (!best || chance > best.ready) best = { role, unit, ready: chance };
  }
  return best;
}

/**
 * Spreads desks over stops: at each step the opening of a stop (one desk of every role) or the one desk more that adds most for
 * each desk it takes, until the limit. A desk is asked for one stop only.
 */
function hedge(problem: MeetingProblem): Board[] {
  const limit = problem.desksLimit ?? hedgeDesksLimit;
  const closed = new Map(problem.stops.map((_, stop) => [stop, boardAt(problem, stop)]));
  const open: Board[] = [];
  const used = new Set<string>();
  while (used.size < limit) {
    let best: { board: Board; ids: string[]; worth: number; opens: boolean } | undefined;
    const consider = (board: Board, before: number, ids: string[], opens: boolean) => {
      if (used.size + ids.length > limit) return;
      const gain = problem.stops[board.stop]!.leaves * (ready(board) - before);
      const worth = gain / ids.length;
      if (gain > leastGain && (!best || worth > best.worth)) best = { board, ids, worth, opens };
    };
    for (const board of closed.values()) {
      const bundle = opened(board, used);
      if (bundle) consider(bundle.board, 0, bundle.ids, true);
    }
    for (const board of open) {
      const before = ready(board);
      for (let role = 0; role < board.required; role++) {
        const unit = nextOf(board, role, used);
        if (!unit) continue;
        const tried = copied(board);
        ask(tried, role, unit);
        consider(tried, before, [unit.id], false);
      }
    }
    if (!best) break;
    const { board, ids, opens } = best;
    for (const id of ids) used.add(id);
    if (opens) closed.delete(board.stop);
    else
      open.splice(
        open.findIndex(({ stop }) => stop === board.stop),
        1,
      );
    open.push(board);
  }
  return open.length ? open.sort((a, b) => a.stop - b.stop) : [boardAt(problem, 0)];
}

/** One desk of every required role at a stop nobody was sent to yet, or nothing when a role has none left. */
function opened(board: Board, used: ReadonlySet<string>): { board: Board; ids: string[] } | undefined {
  const taken = new Set(used);
  const units = [];
  for (let role = 0; role < board.required; role++) {
    const unit = nextOf(board, role, taken);
    if (!unit) return undefined;
    taken.add(unit.id);
    units.push(unit);
  }
  const tried = copied(board);
  for (const [role, unit] of units.entries()) ask(tried, role, unit);
  return { board: tried, ids: units.map(({ id }) => id) };
}

/** The role in which one desk more, as near as the nearest one, would help most. Null when a role has nobody at all. */
function liftOf(board: Board): MeetingPlan['lift'] {
  let best: MeetingPlan['lift'] = null;
  for (let role = 0; role < board.required; role++) {
    const like = board.ladders[role]![0];
    if (!like) return null;
    const tried = copied(board);
    ask(tried, role, like);
    const chance = ready(tried);
    if (!best || chance > best.ready) best = { role: board.roles[role]!, ready: chance };
  }
  return best;
}

/** The same desks, everybody asked later. */
function laterReady(problem: MeetingProblem, board: Board): number {
  const later = boardAt(problem, board.stop, laterSeconds);
  for (const [role, units] of board.chosen.entries()) for (const unit of units) ask(later, role, unit);
  return ready(later);
}
