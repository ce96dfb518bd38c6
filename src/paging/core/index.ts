export {
  dutyText,
  type Moved,
  movePage,
  type Outcome,
  outcomes,
  type PageMove,
  type PageState,
  rungSeconds,
  seesDetail,
  standDownText,
} from './page.ts';
