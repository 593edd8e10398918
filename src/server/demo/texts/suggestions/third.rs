//! Suggestions of the third quarter.

use kaifong_domain::suggestion::{
    Category::{Charging, Cleaning, Facility, Greenery, Lift, Lighting, Noise, Other, Parking, Safety, Service, Water},
    Source::{Desk, Door, Form, Patrol, Talk},
    Status::{Agreed, Declined, Discussing, Solved, Triaged, Working},
};

use super::{Idea, idea};

pub(super) const IDEAS: &[Idea] = &[
    idea(
        (Lighting, Patrol, Agreed),
        "人行道地灯漏电跳闸",
        "紫荆座门前",
        "下雨就跳，整排都不亮。",
        "更换防水接头十二个，雨天试过三次没有再跳。",
    ),
    idea(
        (Service, Desk, Agreed),
        "想请医生来讲讲怎么防跌倒",
        "街坊会堂",
        "我们楼今年摔了三位老人。",
        "请中医院康复科的在职党员讲了两场，送防滑贴一百二十份。",
    )
    .with("防跌倒讲座与入户贴防滑条"),
    idea(
        (Cleaning, Form, Agreed),
        "厨余桶夏天有虫",
        "莲塘居东投放点",
        "盖子坏了盖不严。",
        "更换脚踏桶八个，每天冲洗消杀。",
    ),
    idea(
        (Water, Door, Agreed),
        "顶楼天花漏水两年了",
        "杨桃座1702",
        "修过一次，雨大还是漏，墙都发霉了。",
        "动用维修资金重做天台防水，经过三场大雨，没有再漏。",
    )
    .with("天台防水施工监督"),
    idea(
        (Parking, Patrol, Solved),
        "僵尸自行车占满单车棚",
        "莲塘居单车棚",
        "有的轮胎都没了。",
        "贴条三十天，无人认领八十三辆交派出所登记后清走，修好十六辆放着给大家借。",
    )
    .with("清理僵尸单车"),
    idea(
        (Safety, Door, Solved),
        "楼梯扶手有毛刺，割手",
        "黄槐座二至五楼",
        "油漆掉了，锈了一圈。",
        "除锈打磨重新上漆，干透前贴了提示。",
    ),
    idea(
        (Noise, Talk, Agreed),
        "装修周末也开工",
        "莲塘15座",
        "贴了规定没人看。",
        "装修队进场先签约定，周末和午休不动电锤，违者停工一天。",
    ),
    idea(
        (Facility, Form, Working),
        "想在会堂门口加一个雨棚",
        "街坊会堂门口",
        "活动时下雨大家挤在门里。",
        "设计好了，居委会出材料、义工出人，等一个连续两天的晴天。",
    )
    .with("会堂雨棚搭建"),
    idea(
        (Lift, Door, Agreed),
        "电梯里没有手机信号",
        "水杉座",
        "老人被困时打不出电话。",
        "装了信号放大器，三家运营商都测过。",
    ),
    idea(
        (Other, Talk, Agreed),
        "给外地来的保姆和月嫂也办借书证",
        "阅览室",
        "她们白天在小区时间最长，也想看书。",
        "凭住址登记就能借，已办二十七张。",
    ),
    idea(
        (Greenery, Door, Solved),
        "绿篱太高挡住司机视线",
        "北门转角",
        "右转看不到行人。",
        "修到七十公分，以后每季度修一次。",
    ),
    idea(
        (Service, Form, Triaged),
        "希望周末也能办居住证",
        "社区办公室",
        "工作日请不到假。",
        "要和派出所沟通人手，已递交申请，等回复。",
    ),
    idea(
        (Water, Patrol, Solved),
        "雨水口被水泥浆堵死",
        "莲塘16座北侧",
        "应该是装修队倒的。",
        "切开清理，换了带滤网的井盖，装修公司承担费用。",
    )
    .with("雨水口清淤"),
    idea(
        (Charging, Talk, Agreed),
        "充电桩旁边没有灭火器",
        "榕荫里一号车库",
        "装了桩是好事，旁边最好有灭火毯。",
        "放置灭火器四具、灭火毯两张，保安都学过怎么用。",
    ),
    idea(
        (Noise, Form, Declined),
        "能不能不让孩子在楼下玩到九点",
        "榕荫里儿童乐园",
        "我睡得早。",
        "暑假孩子们只有那时候凉快。已和家长约好九点准时收场、不带哨子喇叭；也帮您联系了换隔音窗的补贴，名额给您留着。",
    ),
    idea(
        (Parking, Door, Working),
        "接送孩子的车把南门堵死",
        "榕荫里南门",
        "早上七点四十到八点，救护车都进不来。",
        "和学校、交警商量好即停即走，志愿者开车门，试行第三周。",
    )
    .with("南门护学岗"),
    idea(
        (Cleaning, Patrol, Working),
        "架空层墙面小广告铲了又贴",
        "各楼架空层",
        "胶水都结成一层了。",
        "已刷到第十一栋，用的是防粘涂料，还有三十一栋。",
    )
    .with("小广告清洗日"),
    idea(
        (Safety, Patrol, Solved),
        "井盖翘起来一角",
        "莲塘9座门前",
        "电动车过去咣一下，晚上看不见。",
        "更换防沉降井盖，装了防坠网。",
    ),
    idea(
        (Facility, Talk, Agreed),
        "哺乳的妈妈没有地方",
        "街坊会堂",
        "书香会的时候好几个妈妈抱着小的来。",
        "二楼小间装了帘子、插座和一张靠背椅，钥匙在值守那里。",
    ),
    idea(
        (Charging, Desk, Discussing),
        "二号车库也装充电桩",
        "榕荫里二号车库",
        "一号车库那边晚上要排队，我们楼走过去要十分钟。",
        "位置有两个方案，一个近但靠近通风口，请消防看了再定。",
    ),
];
