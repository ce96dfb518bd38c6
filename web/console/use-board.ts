/**
 * Keeps a board new while it stands open. What only changes words changes at once; what would move rows waits while somebody
 * is at work on the page, so that nothing jumps under a finger and nothing typed is lost.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Board } from './board.ts';
import { shapeOf } from './sorting.ts';

const lookMilliseconds = 5_000;

/** Somebody types, or the pointer rests on something that can be pressed. */
const atWork = (): boolean => {
  const focused = document.activeElement;
  return (
    (focused instanceof HTMLElement &&
      focused.closest('.board input, .board textarea, .board select') !== null) ||
    document.querySelector('.board :is(button, a, summary):hover') !== null
  );
};

export function useBoard(first: Board) {
  const [shown, setShown] = useState(first);
  const [waiting, setWaiting] = useState<Board>();
  const [down, setDown] = useState(false);
  const now = useRef(shown);
  now.current = shown;
  useEffect(() => {
    let here = true;
    const timer = setInterval(async () => {
      const board = await fetch(`/console/board${window.location.search}`)
        .then((answer) => (answer.ok ? (answer.json() as Promise<Board>) : undefined))
        .catch(() => undefined);
      if (!here) return;
      setDown(board === undefined);
      if (!board) return;
      if (shapeOf(board) !== shapeOf(now.current) && atWork()) setWaiting(board);
      else {
        setShown(board);
        setWaiting(undefined);
      }
    }, lookMilliseconds);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, []);
  const show = useCallback(() => {
    if (waiting) setShown(waiting);
    setWaiting(undefined);
  }, [waiting]);
  return { shown, waiting, down, show };
}
