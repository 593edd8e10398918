//! Activities of the past year, each in its season.

use super::{Activity, When};

const BLANK: Activity = Activity {
    when: When::In(-30),
    notice: None,
    weekend: true,
    start: 9 * 60,
    lasts: 150,
    title: "",
    text: "",
    place: "",
    at_a_building: false,
    roles: &[],
    rush: 90,
    result: "",
};

const fn each(month: i8, day: i8) -> When {
    When::Each { month, day }
}

pub(super) const PAST: &[Activity] = &[
    Activity {
        when: each(1, 14),
        title: "迎春大扫除：把楼道还给大家",
        text: "一栋一栋清楼道杂物，先贴通知三天，有主的搬回家，没主的统一清运。手套口罩社区出。",
        place: "楼道",
        at_a_building: true,
        roles: &[("清运", 12), ("登记劝导", 4), ("茶水", 2)],
        result: "清出杂物两车半，其中旧沙发六张。三户当场同意把鞋柜搬回家，一户约了下周。",
        ..BLANK
    },
    Activity {
        when: each(1, 25),
        title: "写春联送街坊",
        text: "六位会写字的街坊现场写，自己想句子也行，不会想有参考本。红纸墨汁备好。",
        place: "街坊会堂一楼",
        roles: &[("执笔", 6), ("裁纸", 4), ("晾晒派送", 6)],
        rush: 125,
        result: "送出春联三百一十二副，福字五百多个。最受欢迎的一句是街坊自己想的“楼上楼下一家亲”。",
        ..BLANK
    },
    Activity {
        when: each(2, 20),
        start: 18 * 60,
        lasts: 180,
        title: "元宵灯谜夜",
        text: "书香会的孩子出谜面，大人来猜。猜中换汤圆一碗。",
        place: "榕荫里中心花园",
        roles: &[("挂灯", 8), ("守谜台", 6), ("煮汤圆", 5), ("秩序", 6)],
        result: "谜面两百条，全部猜完。汤圆煮了四锅，最后一锅让给了值班保安。",
        ..BLANK
    },
    Activity {
        when: each(3, 5),
        title: "学雷锋便民日",
        text: "修小家电、磨刀、量血压、改裤脚，一条龙摆开。",
        place: "莲塘居东门广场",
        roles: &[("维修", 6), ("磨刀补衣", 4), ("量血压", 4), ("引导", 4)],
        rush: 100,
        result: "修好风扇十一台、电饭煲七个，磨刀六十四把，量血压一百三十人，其中两位偏高已陪去社区医院。",
        ..BLANK
    },
    Activity {
        when: each(3, 12),
        title: "认养一棵树",
        text: "补种中心花园东侧的空地，每家认一棵，挂牌写名字。",
        place: "榕荫里中心花园东侧",
        roles: &[("挖坑", 8), ("浇水", 6), ("挂牌", 3)],
        result: "种下三十六棵，认养三十六家。雨季前请大家轮流浇水，值日表在亭子里。",
        ..BLANK
    },
    Activity {
        when: each(4, 16),
        weekend: false,
        start: 19 * 60,
        lasts: 90,
        title: "防诈骗情景剧：阿婆接了个电话",
        text: "街坊自编自演，讲三个真事改编的骗局。看完有问答，答对有鸡蛋。",
        place: "街坊会堂二楼",
        roles: &[("演员", 6), ("签到", 2), ("搬凳", 4)],
        rush: 110,
        result: "到场一百零四人，多数是老人。会后有两位当场请志愿者帮忙检查手机，删掉可疑软件三个。",
        ..BLANK
    },
    Activity {
        when: each(4, 28),
        title: "清河涌，护家园",
        text: "沿莲塘涌步道捡垃圾，河里的由水务的同志捞。穿防滑鞋，小孩要有大人看着。",
        place: "莲塘涌步道",
        roles: &[("捡拾", 24), ("运袋", 6), ("安全员", 4)],
        rush: 85,
        result: "捡拾四十二袋，发现排水口一处堵塞，已转建议跟进。",
        ..BLANK
    },
    Activity {
        when: each(5, 10),
        weekend: false,
        start: 8 * 60,
        lasts: 240,
        title: "小学入学报名引导（第一天）",
        text: "家长带齐资料在会堂预审，免得到学校排长队。要有人维持秩序，有人教填表，有人看着小朋友。",
        place: "街坊会堂",
        roles: &[("秩序引导", 8), ("资料预审", 6), ("填表指导", 6), ("看护小朋友", 4)],
        rush: 115,
        result: "接待家庭一百六十七户，资料不齐的四十一户当场写清单带回。",
        ..BLANK
    },
    Activity {
        when: each(5, 11),
        weekend: false,
        start: 8 * 60,
        lasts: 240,
        title: "小学入学报名引导（第二天）",
        text: "接着昨天的。昨天来过补资料的家庭走绿色通道。",
        place: "街坊会堂",
        roles: &[("秩序引导", 8), ("资料预审", 6), ("填表指导", 6), ("看护小朋友", 4)],
        rush: 95,
        result: "接待家庭一百三十九户，两天共三百零六户，没有一户排队超过二十分钟。",
        ..BLANK
    },
    Activity {
        when: each(5, 29),
        weekend: false,
        start: 14 * 60,
        lasts: 180,
        title: "龙舟水来之前：排水口大检查",
        text: "每栋楼下的排水口、天台雨水斗都看一遍，掏干净，掏不动的拍照。",
        place: "两个小区",
        roles: &[("掏渠", 16), ("上天台", 6), ("记录", 4)],
        result: "检查排水口二百一十七个、天台四十二处，掏出泥沙约一吨。七处需要请专业队伍。",
        ..BLANK
    },
    Activity {
        when: each(6, 12),
        notice: Some(1),
        weekend: false,
        start: 8 * 60,
        lasts: 480,
        title: "车库抽排积水，大家一起上",
        text: "暴雨，莲塘居一号车库进水约三十公分。水泵今晚到，明早八点起需要人搬沙袋、推车、清淤、冲地。请穿雨靴，注意用电安全。",
        place: "莲塘居一号车库",
        roles: &[("搬沙袋", 20), ("推车", 10), ("清淤冲地", 20), ("送水送饭", 6)],
        rush: 105,
        result: "下午四点半抽干，推出电动车五十八辆、汽车三辆，清淤两百多袋。没有人受伤。入口挡水板列为建议跟进。",
        ..BLANK
    },
    Activity {
        when: each(7, 8),
        start: 9 * 60 + 30,
        title: "暑期安全课：水、电、电梯",
        text: "给放假的孩子讲三件事：不下河、不玩电、电梯里被困怎么办。有实物演示。",
        place: "街坊会堂二楼",
        roles: &[("讲解", 3), ("助教", 6), ("签到", 2)],
        result: "六十二个孩子参加，每人带回一张自己画的安全海报。",
        ..BLANK
    },
    Activity {
        when: each(7, 22),
        start: 8 * 60 + 30,
        title: "凉茶送清凉",
        text: "煲两大桶五花茶，送给保洁、保安、快递和环卫的师傅。",
        place: "榕荫里南门、莲塘居东门",
        roles: &[("煲茶", 4), ("派送", 10)],
        rush: 80,
        result: "派出凉茶三百八十杯，剩一桶底，下次少放一点夏枯草。",
        ..BLANK
    },
    Activity {
        when: each(8, 27),
        start: 14 * 60,
        title: "开学前的一次义剪",
        text: "给要开学的孩子和老人家剪发，先登记先剪。",
        place: "街坊会堂门口",
        roles: &[("理发师", 4), ("登记", 2), ("扫地", 3)],
        rush: 130,
        result: "剪了七十三位，最小的两岁，最大的九十一岁。",
        ..BLANK
    },
    Activity {
        when: each(9, 17),
        title: "走一走，问一问：入户走访月",
        text: "楼长带队，两人一组，每组一栋，问三个问题：缺什么、烦什么、愿意做什么。",
        place: "集合",
        at_a_building: true,
        roles: &[("走访员", 30), ("资料整理", 4)],
        rush: 88,
        result: "走访一千一百零六户，开门七百三十四户，收到意见二百余条，整理成建议十一条。",
        ..BLANK
    },
    Activity {
        when: each(10, 12),
        start: 8 * 60 + 30,
        lasts: 210,
        title: "重阳陪长者登高",
        text: "慢慢走，缓坡路线，每三位长者配一位志愿者和一把折凳。",
        place: "望楼岗公园",
        roles: &[("陪同", 16), ("医护", 2), ("摄影", 2), ("后勤", 4)],
        rush: 100,
        result: "四十六位长者参加，全部平安到家。照片已洗好，放在办公室等大家来拿。",
        ..BLANK
    },
    Activity {
        when: each(11, 9),
        weekend: false,
        start: 19 * 60,
        lasts: 120,
        title: "消防安全月：电动车进楼劝导周启动",
        text: "第一晚集中上门派单张，之后每晚每栋一人轮值，劝导不进电梯、不飞线充电。",
        place: "两个小区各楼大堂",
        roles: &[("上门派单张", 20), ("大堂值守", 20), ("统计", 2)],
        rush: 70,
        result: "派单张两千一百份，劝回电动车三十七辆，发现飞线充电十四处，当场收起九处。",
        ..BLANK
    },
];
