//! The story of the charging points.

use kaifong_domain::{
    suggestion::{Category, Source, Status},
    task::TaskKind,
};

/// Who says something.
#[derive(Clone, Copy)]
pub(in crate::demo) enum Part {
    Raiser,
    Neighbour(usize),
    Captain,
    OtherCaptain(usize),
    Office,
    Manager,
    Committee,
}

/// What they say.
#[derive(Clone, Copy)]
pub(in crate::demo) enum Said {
    Comment(&'static str),
    Move(Status, &'static str),
    TakeOn,
}

/// Somebody says something on a day, counted from today, so many minutes after midnight.
#[derive(Clone, Copy)]
pub(in crate::demo) struct Beat {
    pub(in crate::demo) day: i64,
    pub(in crate::demo) minutes: i64,
    pub(in crate::demo) by: Part,
    pub(in crate::demo) said: Said,
}

const fn says(day: i64, minutes: i64, by: Part, text: &'static str) -> Beat {
    Beat { day, minutes, by, said: Said::Comment(text) }
}

const fn moves(day: i64, minutes: i64, by: Part, to: Status, note: &'static str) -> Beat {
    Beat { day, minutes, by, said: Said::Move(to, note) }
}

/// The suggestion as it was raised.
pub(in crate::demo) struct Raised {
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) text: &'static str,
    pub(in crate::demo) place: &'static str,
    pub(in crate::demo) category: Category,
    pub(in crate::demo) source: Source,
}

/// The day on which it was raised.
pub(in crate::demo) const RAISED: i64 = -232;

pub(in crate::demo) const IDEA: Raised = Raised {
    title: "在地下车库装电动自行车充电桩",
    text: "我们楼有四十多辆电动车，没有一个正规的充电位。有人从三楼拉线下来，有人把电池抱回家充，半夜听到隔壁充电器嗡嗡响，真的怕。希望能在一号车库划一块地方，装会自动断电的充电桩，价钱公道，大家就不会飞线了。",
    place: "榕荫里一号车库",
    category: Category::Charging,
    source: Source::Talk,
};

use Part::{Captain, Committee, Manager, Neighbour, Office, OtherCaptain, Raiser};

pub(in crate::demo) const TALE: &[Beat] = &[
    says(-232, 19 * 60 + 15, Neighbour(0), "支持！我家就住二楼，楼下那条线从我窗口过，下雨天心惊胆战。"),
    moves(-231, 9 * 60 + 40, Office, Status::Triaged, "已登记。近半年收到同类意见七条，合并到这一条一起跟。"),
    Beat { day: -231, minutes: 9 * 60 + 52, by: Office, said: Said::TakeOn },
    says(-230, 20 * 60 + 5, Captain, "今晚数了一遍：一号车库门口停了六十三辆，飞线四处。照片已存。"),
    moves(-226, 10 * 60, Captain, Status::Discussing, "下周四晚上七点半，街坊会、物业、居委会在会堂一起谈，欢迎旁听。"),
    says(-225, 12 * 60 + 30, Manager, "物业支持，但要先看车库的用电容量和消防间距，我请工程主管去测。"),
    says(-224, 21 * 60, Neighbour(1), "我有不同意见：车库里充电会不会更危险？最好离楼梯口远一点，要有喷淋。"),
    says(
        -223,
        8 * 60 + 50,
        OtherCaptain(0),
        "同意楼上，位置要请懂消防的人看。我们楼有一位在消防队的在职党员，我去请。",
    ),
    says(-219, 18 * 60 + 20, Committee, "居委会查了规定：要有专用配电、单独计量、烟感和喷淋，不能占消防通道。"),
    says(
        -214,
        21 * 60 + 10,
        Captain,
        "【里程碑一】议事会开完，到场四十一人。共识三条：只装在一号车库西北角；充满自动断电；电费加服务费贴出来。还没谈拢的：谁出设备钱。",
    ),
    says(-208, 11 * 60 + 25, Manager, "测完了：容量够装二十四个位，要加一路电缆和一个分表箱。三家报价下周公示。"),
    says(-200, 20 * 60, Neighbour(2), "能不能按度收费，不要按小时？我的车电池小，按小时不划算。"),
    says(
        -196,
        9 * 60 + 30,
        Captain,
        "【里程碑二】三家方案公示七天：甲、运营商全投、按小时；乙、业主出设备、按度；丙、运营商投设备、按度、服务费封顶。收到意见八十六份，七成选丙。",
    ),
    says(-188, 19 * 60 + 45, Raiser, "选丙。希望合同里写清楚坏了几天修好。"),
    moves(
        -171,
        15 * 60,
        Captain,
        Status::Working,
        "选定方案丙，坏桩四十八小时内修复写进合同。物业负责电缆，运营商负责设备。",
    ),
    says(-160, 10 * 60 + 5, Manager, "电缆敷设完成，喷淋和烟感各加了六个点。"),
    says(-149, 20 * 60 + 30, Neighbour(3), "施工那两天车库灯断了一边，晚上下去有点黑，下次请提前说。"),
    says(-149, 21 * 60 + 2, Manager, "抱歉，通知贴晚了。后面断电一定提前一天贴到大堂。"),
    says(
        -131,
        17 * 60 + 40,
        Captain,
        "【里程碑三】二十四个充电位装好，消防和供电都验收通过。先试用一个星期，免服务费。",
    ),
    says(-124, 20 * 60 + 15, Neighbour(4), "试用了，充满真的会跳。就是二维码贴得太低，老人家蹲不下去。"),
    says(-123, 9 * 60, Captain, "已请运营商全部挪到一米三高，另外留了四个刷卡的位，给不用手机的街坊。"),
    moves(
        -118,
        18 * 60,
        Captain,
        Status::Solved,
        "一号车库二十四个充电位投入使用，按度收费，充满自停。飞线从四处减到零。",
    ),
    says(
        -105,
        19 * 60 + 20,
        Office,
        "用满两周：每天平均充五十一次，没有故障。接下来办一次接待日，讲怎么安全充电，也听听还有什么意见。",
    ),
    says(
        -84,
        12 * 60 + 10,
        OtherCaptain(1),
        "接待日收到意见三十四条：想在二号车库也装的十九条，觉得晚高峰排队的九条，其余是收费和照明。已另立一条建议跟二号车库。",
    ),
    says(-83, 20 * 60 + 40, Neighbour(5), "接待日那位师傅讲得好，原来充电器不能盖东西，我家一直盖着布。"),
    says(-80, 21 * 60, Neighbour(1), "之前反对的是我。现在看装得规矩，我没意见了，辛苦各位。"),
    moves(-78, 19 * 60 + 30, Raiser, Status::Agreed, "用了一个多月，楼下再也没有飞线。多谢楼长、物业和居委会。"),
];

/// A task made from the suggestion. Days are counted from today, minutes from midnight.
pub(in crate::demo) struct Work {
    pub(in crate::demo) told: i64,
    pub(in crate::demo) day: i64,
    pub(in crate::demo) weekend: bool,
    pub(in crate::demo) start: i64,
    pub(in crate::demo) lasts: i64,
    pub(in crate::demo) kind: TaskKind,
    pub(in crate::demo) lead: Part,
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) text: &'static str,
    pub(in crate::demo) place: &'static str,
    pub(in crate::demo) roles: &'static [(&'static str, u32)],
    pub(in crate::demo) result: &'static str,
}

pub(in crate::demo) const TASKS: &[Work] = &[
    Work {
        told: -226,
        day: -214,
        weekend: false,
        start: 19 * 60 + 30,
        lasts: 90,
        kind: TaskKind::Work,
        lead: Captain,
        title: "充电桩议事会：装不装、装哪里、怎么收费",
        text: "街坊会主持，物业和居委会到场。先听意见，再谈方案，最后举手。",
        place: "街坊会堂二楼",
        roles: &[("主持", 1), ("记录", 2), ("签到引导", 3)],
        result: "到场四十一人，达成三条共识，设备费用另议。",
    },
    Work {
        told: -170,
        day: -140,
        weekend: false,
        start: 9 * 60,
        lasts: 180,
        kind: TaskKind::Work,
        lead: Manager,
        title: "一号车库充电桩施工现场协助",
        text: "挪车、引导、看着孩子不要进施工区。施工两天，每天换一班。",
        place: "榕荫里一号车库西北角",
        roles: &[("挪车引导", 4), ("安全看护", 2)],
        result: "挪车五十一辆，没有刮碰。两位街坊的旧车没人认，已贴通知。",
    },
    Work {
        told: -106,
        day: -90,
        weekend: true,
        start: 9 * 60,
        lasts: 180,
        kind: TaskKind::Duty,
        lead: Captain,
        title: "充电安全接待日",
        text: "现场演示怎么扫码、刷卡、看电量；派发安全充电单张；摆一张桌子收意见，现场记进系统。",
        place: "榕荫里一号车库入口",
        roles: &[("接待楼长", 4), ("安全讲解", 2), ("派发单张", 4), ("收集意见", 3)],
        result: "来了一百二十多位街坊，派单张三百份，收到意见三十四条，当场教会十七位老人刷卡充电。",
    },
    Work {
        told: -8,
        day: 9,
        weekend: true,
        start: 15 * 60,
        lasts: 120,
        kind: TaskKind::Duty,
        lead: Captain,
        title: "充电桩回访：用了四个月，还有什么要改",
        text: "带着用电数据去，听听晚高峰排队的街坊怎么说，顺便看看二号车库的位置。",
        place: "榕荫里一号车库入口",
        roles: &[("接待楼长", 3), ("记录", 2)],
        result: "",
    },
];
