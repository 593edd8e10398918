//! The book club's stories.

use kaifong_domain::task::{Format, Theme};

/// A story and how it is played.
#[derive(Clone, Copy)]
pub(in crate::demo) struct Story {
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) format: Format,
}

const fn story(title: &'static str, format: Format) -> Story {
    Story { title, format }
}

/// What the club is called, and where it meets.
pub(in crate::demo) const CLUB: (&str, &str) = ("星期三书香会", "街坊会堂二楼故事屋");
pub(in crate::demo) const ONLINE: &str = "线上（会议号见书香会群）";
pub(in crate::demo) const CALLED_OFF: &str = "台风白色信号升级，本次停课，故事顺延。";

const IDIOM: Theme = Theme::Idiom;
const LIFE: Theme = Theme::Biography;
const MYTH: Theme = Theme::Myth;
use Format::{PictureBook as BOOK, Play as PLAY, Puppets as PUPPETS};

pub(in crate::demo) const STORIES: &[(Story, Theme)] = &[
    (story("守株待兔：等来的是什么", PLAY), IDIOM),
    (story("女娲补天", PUPPETS), MYTH),
    (story("造纸的人", BOOK), LIFE),
    (story("刻舟求剑", BOOK), IDIOM),
    (story("精卫填海", PUPPETS), MYTH),
    (story("井底之蛙", PUPPETS), IDIOM),
    (story("会看病的赤脚先生", PLAY), LIFE),
    (story("夸父追日", PLAY), MYTH),
    (story("画蛇添足", BOOK), IDIOM),
    (story("后羿射日", PUPPETS), MYTH),
    (story("修桥的石匠", BOOK), LIFE),
    (story("亡羊补牢", PLAY), IDIOM),
    (story("狐假虎威", PUPPETS), IDIOM),
    (story("盘古开天地", PUPPETS), MYTH),
    (story("观星星的孩子", BOOK), LIFE),
    (story("自相矛盾", PLAY), IDIOM),
    (story("愚公移山", PLAY), IDIOM),
    (story("龙母的传说", PUPPETS), MYTH),
    (story("织布的姑娘", PLAY), LIFE),
    (story("对牛弹琴", BOOK), IDIOM),
    (story("杯弓蛇影", PUPPETS), IDIOM),
    (story("神农尝百草", BOOK), MYTH),
    (story("走遍名山大川的旅行家", BOOK), LIFE),
    (story("拔苗助长", PLAY), IDIOM),
    (story("叶公好龙", PUPPETS), IDIOM),
    (story("五羊的传说", PLAY), MYTH),
    (story("治水的人", PUPPETS), LIFE),
    (story("滥竽充数", PLAY), IDIOM),
    (story("掩耳盗铃", BOOK), IDIOM),
    (story("八仙过海", PUPPETS), MYTH),
    (story("醒狮少年", PLAY), LIFE),
    (story("塞翁失马", BOOK), IDIOM),
    (story("一鸣惊人", PLAY), IDIOM),
    (story("哪吒闹海", PUPPETS), MYTH),
    (story("种桑养蚕的婆婆", BOOK), LIFE),
    (story("胸有成竹", BOOK), IDIOM),
    (story("百鸟朝凤", PUPPETS), MYTH),
    (story("烧陶的老师傅", PLAY), LIFE),
    (story("铁杵磨成针", PLAY), IDIOM),
    (story("嫦娥与玉兔", PUPPETS), MYTH),
];

/// Festivals by month.
pub(in crate::demo) const FESTIVALS: &[(i8, Story)] = &[
    (1, story("腊八粥的故事", BOOK)),
    (2, story("年兽来了！", PLAY)),
    (2, story("元宵猜灯谜", PUPPETS)),
    (3, story("行通济：行过桥，无闭翳", PLAY)),
    (4, story("清明：柳枝和青团", BOOK)),
    (5, story("给妈妈的一封信", BOOK)),
    (6, story("端午：龙船鼓响", PUPPETS)),
    (7, story("小暑大暑，上蒸下煮", BOOK)),
    (8, story("七夕：鹊桥相会", PUPPETS)),
    (9, story("中秋：月光光，照地堂", PLAY)),
    (10, story("重阳：陪阿公登高", BOOK)),
    (12, story("冬至：一碗热汤圆", PLAY)),
];

pub(in crate::demo) const RESULTS: &[&str] = &[
    "二十三个孩子，四十多位家长，小朋友抢着上台演。",
    "到场十八个家庭，道具用的是旧纸箱，孩子们玩到九点多不肯走。",
    "线上线下一共三十一个家庭，声音有点小，下次借一个麦克风。",
    "讲完让孩子自己改结局，改得比原来还好听。",
    "来了六个新家庭，有两位爸爸愿意下次试讲。",
    "皮影幕布有点皱，已经请街坊帮忙重做一块。",
    "十五个孩子，安静地听完，散场后每人画了一张画，贴在会堂墙上。",
    "讨论环节谈到了小区的流浪猫，孩子们要写一条建议。",
];
