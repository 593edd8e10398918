//! The captains' reception days.

pub(in crate::demo) const RECEPTION: (&str, &str) =
    ("楼长接待日", "三位楼长坐镇，听街坊讲，当场能答的当场答，答不了的记成建议，一周内回话。");
pub(in crate::demo) const ROLE: &str = "接待楼长";
pub(in crate::demo) const PLACES: &[&str] = &["榕荫里中心亭", "莲塘居东门岗亭旁", "街坊会堂门口"];
pub(in crate::demo) const RESULTS: &[&str] = &[
    "来了十一位街坊，记下四条建议，问得最多的是电动车充电和停车。",
    "下雨，来了五位，都是老人家，帮两位预约了义剪。",
    "来了十七位，漏水三宗当场请物业师傅去看了。",
    "来了八位，有一位专门来道谢，说楼道灯终于亮了。",
];
