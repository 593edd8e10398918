//! What children of the book club are called at home, and what the teachers must know.

pub(in crate::demo) const NICKNAMES: &[&str] = &[
    "晨晨",
    "乐乐",
    "朵朵",
    "小宇",
    "彤彤",
    "安安",
    "浩浩",
    "可可",
    "糖糖",
    "豆豆",
    "果果",
    "阳阳",
    "瑶瑶",
    "子墨",
    "小满",
    "多多",
    "悠悠",
    "圆圆",
    "嘟嘟",
    "米米",
    "小鱼儿",
    "点点",
    "希希",
    "跳跳",
    "阿宝",
    "团团",
];
pub(in crate::demo) const PARENTS: &[&str] = &["妈妈", "妈妈", "妈妈", "爸爸", "外婆", "奶奶", "爷爷"];
pub(in crate::demo) const NOTES: &[&str] = &[
    "对花生过敏。",
    "七点四十才能到，请留座位。",
    "下课由外婆来接，外婆姓梁，只讲白话。",
    "怕黑，皮影戏时请坐在旁边。",
    "喜欢上台，可以请他当小助教。",
    "近视，请安排在前排。",
];
