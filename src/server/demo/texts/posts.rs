//! Posts: standing duties.

pub(in crate::demo) struct Post {
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) text: &'static str,
    pub(in crate::demo) place: &'static str,
    pub(in crate::demo) role: &'static str,
    pub(in crate::demo) places: u32,
}

const fn post(title: &'static str, place: &'static str, role: &'static str, places: u32, text: &'static str) -> Post {
    Post { title, text, place, role, places }
}

pub(in crate::demo) const POSTS: &[Post] = &[
    post(
        "消防通道巡查岗",
        "两个小区",
        "巡查员",
        12,
        "每月至少走一遍自己那几栋的消防通道和楼梯间，发现堵塞拍照记下来。",
    ),
    post("阅览室值守岗", "街坊会堂一楼", "值守", 8, "每次两小时，登记借书，提醒小朋友洗手。"),
    post("独居老人结对岗", "入户", "结对人", 20, "每两周上门或打电话一次，记下老人需要什么。"),
    post("文明劝导岗", "榕荫里南门、莲塘居东门", "劝导员", 10, "早上七点半到八点半，电动车戴头盔、不走逆行。"),
    post("垃圾分类督导岗", "各投放点", "督导员", 16, "晚上七点到八点半，看一看、教一教，不跟街坊吵架。"),
    post("防诈骗宣传岗", "各楼大堂", "宣传员", 6, "每月换一次大堂海报，新骗术出来就在群里讲一讲。"),
    post("法律咨询岗", "社区办公室", "咨询员", 4, "每月第二个星期六上午，限在职法律工作者认领。"),
    post("健康驿站岗", "街坊会堂一楼", "测量员", 6, "量血压、量血糖，记在街坊自己的小本子上。"),
    post("暴雨应急岗", "地下车库入口", "应急队员", 15, "黄色预警以上集合，搬沙袋、看水位、引导车辆。"),
    post("青少年课后辅导岗", "街坊会堂二楼", "辅导员", 8, "工作日下午四点半到六点，一个人带三四个孩子写作业。"),
    post("绿地认养岗", "中心花园", "认养人", 12, "浇水、除草、捡石子，认养牌上写上你的名字。"),
    post("通讯员岗", "线上", "通讯员", 5, "每次活动后两天内交一段文字和三张照片。"),
];
