//! What people note when they move a suggestion.

pub(in crate::demo) const TRIAGED: &[&str] = &[
    "已到现场看过，情况属实。",
    "收到，先登记，这两天去看。",
    "和物业核对过，属于公共部位。",
    "和上个月那条不是同一处，单独立项。",
    "已联系提建议的街坊，问清楚了位置。",
    "拍了照片存档，先派人跟。",
    "",
];
pub(in crate::demo) const DISCUSSING: &[&str] = &[
    "放到周四晚上的街坊议事会上谈。",
    "请物业和居委会一起坐下来商量。",
    "两边意见不一样，先在群里收集三天意见。",
    "涉及维修资金，要先征求整栋意见。",
    "书香会的家长也有话说，请他们派两位来。",
    "约了物业工程主管到现场一起看。",
];
pub(in crate::demo) const WORKING: &[&str] = &[
    "大家同意了，开始做。",
    "物业已下工单。",
    "方案定了，材料下周到。",
    "义工队认领了，周末动手。",
    "居委会同意出材料，我们出人。",
    "施工单位进场，注意避让。",
    "先试行两个星期看看。",
];
pub(in crate::demo) const HALF_SOLVED: &[&str] =
    &["第一次处理完了，先观察几天。", "临时处理好了，等配件。", "按方案做完，请街坊看看还有没有问题。"];
pub(in crate::demo) const AGAIN: &[&str] =
    &["又出现了，重新处理。", "街坊反映没有彻底，再来一次。", "下了一场大雨又不行了，返工。"];
pub(in crate::demo) const AGREED: &[&str] = &[
    "我去看过，弄好了，多谢各位。",
    "问过楼里几户，都说可以了。",
    "满意，辛苦楼长跑了几趟。",
    "好了，多谢！",
    "用了一个星期没问题，可以结了。",
    "老人家说方便多了，让我一定要道谢。",
    "确认解决。",
];
/// The role of those who do work that came from a suggestion.
pub(in crate::demo) const WORK_ROLE: &str = "跟进";
