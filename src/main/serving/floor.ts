/** The services of the chat's page and of the floor. */
import type { Showing } from '../../audit/index.ts';
import {
  acceptChat,
  answerPerson,
  comeToFloor,
  endChatByStaff,
  floorOf,
  handOverChat,
  leaveFloor,
  passChat,
  takeTen,
} from '../../hotline/index.ts';
import type { Permission } from '../../identity/index.ts';
import type { Clock, Databases, Realtime, Tx } from '../../platform/index.ts';
import {
  beginChat,
  type Codes,
  type Conversations,
  chatInput,
  type Floods,
  inputRefusal,
  leaveChat,
  resumeChat,
  sayInChat,
  viewChat,
  type WaitingRoom,
} from '../../signals/index.ts';
import type { Acting, Services } from './services.ts';

interface FloorDeps {
  readonly databases: Databases;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly floods: Floods;
  readonly showing: Showing;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
  readonly room: WaitingRoom;
}

type As = <T>(
  acting: Acting,
  permission: Permission,
  work: (tx: Tx, by: string, at: Date) => Promise<T>,
) => Promise<T>;

type FloorServices = Pick<
  Services,
  | 'askBack'
  | 'floor'
  | 'comeToFloor'
  | 'leaveFloor'
  | 'takeTen'
  | 'acceptChat'
  | 'passChat'
  | 'handOverChat'
  | 'endChat'
>;

/** What people of the floor do on their pages. Whoever follows a conversation is told once it is on disk. */
export function floorServicesOf({ showing, conversations }: FloorDeps, as: As): FloorServices {
  return {
    askBack: async (acting, id, text, key) =>
      conversations.said(
        await as(acting, 'reports:work', (tx, by, at) => answerPerson(tx, by, id, { text, key }, at)),
      ),
    floor: (acting) => as(acting, 'reports:work', (tx, by, at) => floorOf(tx, showing, by, at)),
    comeToFloor: (acting, capacity) =>
      as(acting, 'reports:work', (tx, by, at) => comeToFloor(tx, by, capacity, at)),
    leaveFloor: (acting) => as(acting, 'reports:work', (tx, by, at) => leaveFloor(tx, by, at)),
    takeTen: (acting) => as(acting, 'reports:work', (tx, by, at) => takeTen(tx, by, at)),
    acceptChat: (acting, id) => as(acting, 'reports:work', (tx, by, at) => acceptChat(tx, by, id, at)),
    passChat: (acting, id) => as(acting, 'reports:work', (tx, by, at) => passChat(tx, by, id, at)),
    handOverChat: (acting, id, how) =>
      as(acting, 'reports:work', (tx, by, at) => handOverChat(tx, by, id, how, at)),
    endChat: (acting, id) => as(acting, 'reports:work', (tx, by, at) => endChatByStaff(tx, by, id, at)),
  };
}

type ChatServices = Pick<
  Services,
  'beginChat' | 'viewChat' | 'resumeChat' | 'sayInChat' | 'leaveChat' | 'chatAttended'
>;

/** What the person's page asks, with a script or without. */
export function chatServicesOf({
  databases,
  clock,
  codes,
  floods,
  realtime,
  conversations,
  room,
}: FloorDeps): ChatServices {
  const { intake } = databases;
  return {
    beginChat: async (input, key) => {
      const parsed = chatInput.safeParse(input);
      if (!parsed.success) throw inputRefusal(parsed.error);
      const { code } = await beginChat({ db: intake, codes, floods }, parsed.data, key, clock.now());
      return { code };
    },
    viewChat: (code, { after, has }) =>
      viewChat({ db: intake, codes, room }, { code, after, has, byHand: true }, clock.now()),
    resumeChat: async (code, after, language) =>
      realtime.tell(await resumeChat(intake, codes, { code, after, language }, clock.now())),
    sayInChat: async (code, text, key, after) =>
      conversations.said((await sayInChat(intake, codes, { code, text, key, after }, clock.now())).said),
    chatAttended: () => room.isAttended(),
    leaveChat: async (code) => realtime.tell(await leaveChat(intake, codes, code, clock.now())),
  };
}
