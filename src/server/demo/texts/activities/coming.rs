//! Activities of the coming weeks.

use super::{Activity, When};

const BLANK: Activity = Activity {
    when: When::In(1),
    notice: None,
    weekend: true,
    start: 9 * 60,
    lasts: 150,
    title: "",
    text: "",
    place: "",
    at_a_building: false,
    roles: &[],
    rush: 70,
    result: "",
};

pub(super) const COMING: &[Activity] = &[
    Activity {
        when: When::In(2),
        title: "长者义剪：坐下来，剪个精神头",
        text: "请三位会理发的街坊，给六十岁以上的老人免费剪发。行动不便的可以上门，请楼长先登记。",
        place: "街坊会堂门口",
        roles: &[("理发师", 3), ("接待登记", 3), ("搬凳扫地", 4)],
        rush: 140,
        ..BLANK
    },
    Activity {
        when: When::In(6),
        start: 14 * 60 + 30,
        lasts: 180,
        title: "旧物交换集市",
        text: "看完的书、穿不下的童装、闲置的小家电，拿来换别人的。换剩的统一送去回收点。",
        place: "榕荫里中心花园",
        roles: &[("摊位引导", 6), ("物品登记", 4), ("收摊清洁", 6)],
        rush: 75,
        ..BLANK
    },
    Activity {
        when: When::In(11),
        weekend: false,
        start: 19 * 60 + 30,
        lasts: 90,
        title: "高楼火灾怎么逃：消防体验夜",
        text: "消防队带烟雾帐篷来，大人小孩都可以钻一次。请穿平底鞋。",
        place: "莲塘居东门广场",
        roles: &[("秩序维护", 8), ("签到", 2), ("帐篷引导", 4)],
        rush: 55,
        ..BLANK
    },
    Activity {
        when: When::In(19),
        title: "冬日探访：给独居老人送暖",
        text: "两人一组，每组走四户，带一份糖水和一张写着楼长电话的大字卡。看看热水器、煤气、地面滑不滑，记下来。",
        place: "街坊会堂集合",
        roles: &[("探访员", 20), ("糖水厨房", 5), ("物资分装", 4)],
        rush: 40,
        ..BLANK
    },
];
