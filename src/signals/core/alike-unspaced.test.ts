/** Floods and honest reports in languages that put no space between words. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAlike, minimaOf, runsOf, sketchParts } from './alike.ts';
import { findFloods, floodSize, type Swept } from './floods.ts';

const seeds = Array.from({ length: sketchParts }, (_, index) =>
  createHash('sha256').update(`seed ${index}`).digest().readUInt32BE(),
);
const sketch = (text: string) =>
  minimaOf(runsOf(text), seeds)
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');

/** Honest reports of one kind of place, as twenty people would write them: alike in what they are about, and in nothing else. */
const honest = [
  '餐馆后厨有一个女孩一直在洗碗，老板不让她跟客人说话，她的护照被锁在抽屉里。',
  '我在火车上看到一个男人拿着两本护照，旁边的女人低着头，不敢回答列车员的问题。',
  '按摩店楼上住着好几个人，晚上门从外面锁上，窗户钉了木板，早上有车来接。',
  '邻居家的保姆说她已经半年没有拿到工资，也不能出门买东西，手机被主人收走了。',
  '长途汽车站里一个十几岁的孩子告诉我，她不认识带她来的人，也不知道要去哪里。',
  '工地上有几个工人住在集装箱里，欠了中介一大笔钱，每天做十四个小时还不清。',
  '我的表妹在美甲店做事，店主说如果她离开就报警抓她，她哭着给我打了电话。',
  '旅馆的清洁工发现同一间房每天换很多男客人，里面的女孩看起来没有成年。',
  '农场的工头把大家的证件都收走了，还说敢跑的人家里会出事，大家都很害怕。',
  '医院急诊室来了一个手臂骨折的病人，同来的男人替她回答每一句话，不肯离开。',
  '超市停车场里一辆面包车坐满了人，司机对他们大喊，其中一个人用手势向我求救。',
  '我妹妹在网上认识了一个男朋友，去了他的城市以后就联系不上了，只发来过一个地址。',
  '学校里一个学生常常旷课，身上有新的纹身，总有一个年纪大的人开车来接她。',
  '渔船靠岸的时候，一个船员悄悄塞给我一张纸条，说他们三年没有上过岸了。',
  '我们公寓隔壁每天晚上都有人哭，白天看不到任何人进出，门口放着很多外卖盒。',
  '加油站的洗手间里，一位女士问我能不能借电话，说外面等她的人不许她打电话。',
  '高速公路休息区有个男孩说他被带去各地卖杂志，卖不够数就没有饭吃。',
  '洗衣厂的工人告诉我，老板扣下他们的签证，还威胁要把他们送给移民局。',
  '家里的亲戚把一个远房侄女带来做家务，不让上学，睡在车库里，谁都不敢说。',
  '酒吧的服务员年龄很小，经理逼她陪客人喝酒，下班后由同一辆黑色汽车送走。',
];
const flooding = '这是垃圾信息，请大家都来刷这个网站，让他们的热线永远打不通，转发给十个朋友';
const report = (text: string, id: string): Swept => ({
  id,
  sketch: sketch(text),
  floodId: null,
  mayWait: true,
});

describe('in Chinese', () => {
  test('honest reports are never taken for one another, nor set aside', () => {
    for (const [at, one] of honest.entries())
      for (const other of honest.slice(at + 1)) expect(isAlike(sketch(one), sketch(other))).toBe(false);
    expect(honest.length).toBeGreaterThanOrEqual(floodSize);
    expect(
      findFloods(
        honest.map((text, n) => report(text, `honest-${n}`)),
        [],
      ),
    ).toEqual([]);
  });

  test('a flood is set aside though each of it has another number, mark or gap, and the honest reports in it stay', () => {
    const marks = ['。', '！！', '', ' …', '？'];
    const junk = Array.from({ length: 40 }, (_, n) =>
      report(`${flooding.replaceAll('，', marks[n % marks.length]!)} ${n * 7}`, `junk-${n}`),
    );
    const mixed = junk.flatMap((one, n) => (honest[n] ? [one, report(honest[n], `honest-${n}`)] : [one]));
    const [found, ...more] = findFloods(mixed, []);
    expect(more).toEqual([]);
    expect(found!.setAside.length).toBeGreaterThan(junk.length / 2);
    expect(found!.setAside.filter((id) => !id.startsWith('junk-'))).toEqual([]);
  });

  test('a cry for help is too short to be compared', () => {
    for (const text of ['救命！', '请帮帮我，他要打我', '我在火车站，不能说话'])
      expect(runsOf(text)).toEqual([]);
    expect(runsOf(honest[0]!)).not.toEqual([]);
  });
});

test('texts of other sentences are unlike and the same sentences in other marks alike, in each script without spaces', () => {
  const thai = [
    'นายจ้างยึดหนังสือเดินทางของฉันไว้และไม่ให้ฉันออกไปข้างนอก',
    'ฉันเห็นผู้หญิงคนหนึ่งร้องไห้อยู่ที่สถานีขนส่งและมีผู้ชายคุมเธออยู่',
    'คนงานบนเรือประมงไม่ได้ขึ้นฝั่งมาหลายเดือนแล้วและไม่ได้รับค่าจ้าง',
    'เด็กผู้หญิงในร้านนวดบอกว่าเธออายุสิบห้าปีและอยากกลับบ้าน',
  ];
  const pair = fc.constantFrom(honest, thai).chain((texts) =>
    fc.uniqueArray(fc.nat(texts.length - 1), { minLength: 4, maxLength: 4 }).map((places) => ({
      one: places.slice(0, 2).map((place) => texts[place]!),
      other: places.slice(2).map((place) => texts[place]!),
    })),
  );
  fc.assert(
    fc.property(pair, ({ one, other }) => {
      expect(isAlike(sketch(one.join('')), sketch(other.join('')))).toBe(false);
      expect(isAlike(sketch(one.join('。')), sketch(one.join(' ... ')))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
