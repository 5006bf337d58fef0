//! Members of the dimensions that every simulated merchant has: tiers of creators, kinds of notes, channels, routes,
//! readers. In: nothing. Out: tables of id, Chinese and English name, and the indexes that the model speaks of.

/// A tier of creators: id, names, share of the notes, organic impressions on a note's best day, factor on budgets.
pub const TIERS: [(&str, &str, &str, f64, f64, f64); 4] = [
    ("head", "头部达人", "Top creators", 0.09, 260_000.0, 1.8),
    ("mid", "腰部达人", "Mid-tier creators", 0.27, 70_000.0, 1.2),
    ("junior", "初级达人", "Junior creators", 0.36, 18_000.0, 0.85),
    ("koc", "素人 KOC", "Everyday users (KOC)", 0.28, 4_500.0, 0.6),
];

/// Members of the flat dimensions: id, Chinese, English.
pub const NOTE_KIND: [(&str, &str, &str); 2] = [("ad", "广告笔记", "Ad note"), ("organic", "自然笔记", "Organic note")];
pub const BOOST: [(&str, &str, &str); 2] = [("boosted", "加热", "Boosted"), ("none", "未加热", "Not boosted")];
pub const CHANNEL: [(&str, &str, &str); 5] = [
    ("ud", "种草直达", "Seeding direct (UD)"),
    ("xiaohongxing", "小红星", "Xiaohongxing"),
    ("juguang", "聚光", "Juguang ads"),
    ("chengfeng", "乘风", "Chengfeng ads"),
    ("organic", "自然流量", "Organic"),
];
pub const ROUTE: [(&str, &str, &str); 2] =
    [("direct", "广告挂链", "Link under the note"), ("search", "搜索进店", "Search")];
pub const DESTINATION: [(&str, &str, &str); 2] =
    [("tmall", "天猫", "Tmall"), ("xhs", "小红书站内", "Inside Xiaohongshu")];
pub const GENDER: [(&str, &str, &str); 2] = [("female", "女", "Women"), ("male", "男", "Men")];
pub const AGE_BAND: [(&str, &str, &str); 4] = [
    ("18-24", "18–24 岁", "18–24"),
    ("25-29", "25–29 岁", "25–29"),
    ("30-34", "30–34 岁", "30–34"),
    ("35+", "35 岁以上", "35 and over"),
];
pub const CITY_TIER: [(&str, &str, &str); 3] = [
    ("tier1", "一线", "First tier"),
    ("tier2", "新一线与二线", "Second tier"),
    ("tier3", "三线及以下", "Third tier and below"),
];
pub const BENEFIT: [(&str, &str, &str); 4] = [
    ("dual", "双平台权益", "Both platforms' benefits"),
    ("member", "仅会员", "Member only"),
    ("coupon", "仅优惠券", "Coupon only"),
    ("none", "无权益", "None"),
];
pub const CUSTOMER: [(&str, &str, &str); 2] = [("new", "新客", "New"), ("returning", "老客", "Returning")];

/// Indexes into the lists above that the model speaks of.
pub const UD: usize = 0;
pub const XIAOHONGXING: usize = 1;
pub const JUGUANG: usize = 2;
pub const CHENGFENG: usize = 3;
pub const ORGANIC: usize = 4;
pub const DIRECT: usize = 0;
pub const SEARCH: usize = 1;
pub const TMALL: usize = 0;
pub const RETURNING: usize = 1;
