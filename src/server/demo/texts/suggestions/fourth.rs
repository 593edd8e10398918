//! Suggestions of the last quarter.

use kaifong_domain::suggestion::{
    Category::{Charging, Cleaning, Facility, Greenery, Lift, Lighting, Noise, Other, Parking, Safety, Service, Water},
    Source::{Desk, Door, Form, Patrol, Talk},
    Status::{Agreed, Discussing, Raised, Solved, Triaged, Working},
};

use super::{Idea, idea};

pub(super) const IDEAS: &[Idea] = &[
    idea(
        (Lighting, Desk, Agreed),
        "小区门牌号晚上看不清",
        "莲塘居各楼",
        "外卖、救护车都找不到楼。",
        "二十栋楼换了反光门牌，大堂门口加了一盏常亮灯。",
    )
    .with("更换反光门牌"),
    idea(
        (Water, Form, Solved),
        "直饮水机滤芯多久没换没人知道",
        "会堂门口",
        "喝起来有味道。",
        "换了滤芯，更换日期和下次日期贴在机身上。",
    ),
    idea(
        (Lift, Door, Working),
        "想给七层老楼加装电梯",
        "蒲桃座",
        "四位八十岁以上的老人住在五楼以上。",
        "十二户里十户同意，低层两户的采光方案在改，设计院下周再来。",
    )
    .with("加装电梯入户征询"),
    idea(
        (Facility, Patrol, Discussing),
        "乒乓球台太少，天天排队",
        "榕荫里健身角",
        "两张台，下班后要等一个小时。",
        "可以再放两张，但要占一块晒被子的地方，正在问晒被子的街坊。",
    ),
    idea(
        (Parking, Form, Discussing),
        "新能源车位被油车占着",
        "榕荫里地下车库",
        "充电位停了三辆油车。",
        "锁车位、罚款、劝导三个办法各有道理，下次议事会投票。",
    ),
    idea(
        (Service, Talk, Working),
        "给独居老人配一个一键呼叫",
        "入户",
        "上个月有位阿婆跌倒，两个小时后才有人知道。",
        "首批三十台到了，装好十八台，楼长和子女都能收到。",
    )
    .with("一键呼叫入户安装"),
    idea(
        (Noise, Door, Discussing),
        "店铺的排油烟机整晚响",
        "南门商铺后面",
        "正对着二楼三楼的卧室。",
        "店主愿意换静音风机，费用要几家分，还在谈。",
    ),
    idea(
        (Cleaning, Desk, Working),
        "旧衣回收箱满了没人收",
        "两个小区",
        "衣服掉在地上淋雨。",
        "换了一家回收公司，新箱子到了一半，先把旧的清干净。",
    )
    .with("旧衣回收箱清理"),
    idea(
        (Greenery, Patrol, Triaged),
        "棕榈叶经常掉下来",
        "临水D座前步道",
        "一片叶子十几斤，掉下来砸到人就麻烦了。",
        "已拉警戒线，园林公司排期中。",
    ),
    idea(
        (Safety, Talk, Triaged),
        "希望组织一次全楼疏散演习",
        "莲塘10座",
        "住了八年，没有演过一次。",
        "列入下个月计划，先找消防队借烟雾机。",
    ),
    idea(
        (Other, Form, Triaged),
        "社区公众通知能不能也发语音",
        "线上",
        "我爸不识字，听得懂粤语。",
        "正在找会讲粤语的街坊录音，已有两位报名。",
    ),
    idea(
        (Water, Door, Triaged),
        "洗手间的水表走得特别快",
        "枇杷座801",
        "家里没人也在转。",
        "已约水务的师傅周内上门验表。",
    ),
    idea(
        (Lighting, Patrol, Triaged),
        "负二层有一片区域灯全灭",
        "莲塘居二号车库负二层",
        "大概二十个车位。",
        "判断是回路跳闸，等电工排查。",
    ),
    idea((Facility, Form, Raised), "想在江边步道设一个自行车打气筒", "莲塘涌步道", "孩子学骑车常常没气。", ""),
    idea((Lift, Door, Raised), "电梯广告屏声音太大", "石榴座", "一进去就大喊大叫，宝宝都吓哭了。", ""),
    idea(
        (Charging, Talk, Raised),
        "充电位被不充电的车占着",
        "榕荫里一号车库",
        "充满了还停一整天，希望超时提醒一下。",
        "",
    ),
    idea((Service, Desk, Raised), "书香会能不能开一个周末场", "街坊会堂二楼", "星期三晚上要加班，孩子很想去。", ""),
    idea((Safety, Patrol, Raised), "九楼走廊窗户限位器坏了", "凤凰座九楼", "窗可以推到底，旁边有小孩玩。", ""),
    idea((Cleaning, Door, Raised), "宠物粪便没有人捡", "荔枝座后面草地", "建议放几个拾便袋的盒子。", ""),
    idea((Parking, Desk, Raised), "轮椅车位被杂物堵住", "临水C座门前", "放了几盆花和一辆坏掉的三轮车。", ""),
];
