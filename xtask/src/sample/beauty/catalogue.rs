//! Who and what the beauty sample is about: categories, brands, products, creators, words for titles. All invented;
//! no real brand, product or person is meant. In: nothing. Out: tables of constants and titles of notes.

/// A category: id, names, factor on click-through, on store visits, on conversion, on repurchase.
pub struct Category {
    pub id: &'static str,
    pub zh_cn: &'static str,
    pub en: &'static str,
    pub click_through: f64,
    pub visit: f64,
    pub conversion: f64,
    pub repurchase: f64,
}

pub const CATEGORIES: [Category; 4] = [
    Category {
        id: "skincare",
        zh_cn: "护肤",
        en: "Skin care",
        click_through: 0.94,
        visit: 1.0,
        conversion: 1.0,
        repurchase: 1.15,
    },
    Category {
        id: "makeup",
        zh_cn: "彩妆",
        en: "Make-up",
        click_through: 1.10,
        visit: 1.06,
        conversion: 1.05,
        repurchase: 1.0,
    },
    Category {
        id: "fragrance",
        zh_cn: "香氛",
        en: "Fragrance",
        click_through: 1.02,
        visit: 0.82,
        conversion: 0.72,
        repurchase: 0.6,
    },
    Category {
        id: "haircare",
        zh_cn: "洗护",
        en: "Hair care",
        click_through: 0.82,
        visit: 0.9,
        conversion: 1.18,
        repurchase: 1.3,
    },
];

/// A brand's line within one category: id, names, index of its category.
pub const BRANDS: [(&str, &str, &str, usize); 6] = [
    ("yunjian_skincare", "云笺 · 护肤", "Yunjian skin care", 0),
    ("yunjian_haircare", "云笺 · 洗护", "Yunjian hair care", 3),
    ("yunjian_makeup", "云笺 · 底妆", "Yunjian base make-up", 1),
    ("feixi_makeup", "绯汐 · 彩妆", "Feixi make-up", 1),
    ("feixi_fragrance", "绯汐 · 香氛", "Feixi fragrance", 2),
    ("feixi_skincare", "绯汐 · 护肤", "Feixi skin care", 0),
];

/// A product: id, names, index of its brand, price in cents, how often notes are about it.
pub const PRODUCTS: [(&str, &str, &str, usize, i64, f64); 30] = [
    ("p01", "月白修护精华 30ml", "Moonlight repair serum 30 ml", 0, 32_900, 5.0),
    ("p02", "山茶舒缓面霜 50g", "Camellia soothing cream 50 g", 0, 25_900, 4.0),
    ("p03", "晨露氨基酸洁面 120g", "Morning dew cleanser 120 g", 0, 9_900, 3.0),
    ("p04", "青柚焕亮面膜 5 片", "Green pomelo mask, 5 sheets", 0, 12_900, 3.5),
    ("p05", "松间保湿爽肤水 150ml", "Pine grove toner 150 ml", 0, 15_900, 2.0),
    ("p06", "夜航眼霜 15g", "Night sail eye cream 15 g", 0, 28_900, 2.5),
    ("p07", "轻羽防晒乳 SPF50 40ml", "Feather sunscreen SPF50 40 ml", 0, 13_900, 4.5),
    ("p08", "微雨身体乳 250ml", "Drizzle body lotion 250 ml", 0, 11_900, 1.2),
    ("p09", "藻绿头皮精华 60ml", "Sea green scalp serum 60 ml", 1, 16_900, 1.8),
    ("p10", "空谷控油洗发水 300ml", "Quiet valley shampoo 300 ml", 1, 8_900, 2.2),
    ("p11", "缎光发膜 200ml", "Satin hair mask 200 ml", 1, 10_900, 1.6),
    ("p12", "雾面轻盈粉底液", "Mist weightless foundation", 2, 21_900, 3.0),
    ("p13", "柔焦散粉", "Soft focus powder", 2, 14_900, 1.7),
    ("p14", "隐痕遮瑕膏", "Vanish concealer", 2, 9_900, 1.3),
    ("p15", "绯汐丝绒口红 07 玫瑰灰", "Feixi velvet lipstick 07 rose ash", 3, 18_900, 8.0),
    ("p16", "绯汐丝绒口红 12 柿子红", "Feixi velvet lipstick 12 persimmon", 3, 18_900, 4.0),
    ("p17", "水光唇釉 03 蜜桃", "Dewy lip gloss 03 peach", 3, 12_900, 3.2),
    ("p18", "四色眼影盘 暮色", "Four-colour eyeshadow, dusk", 3, 23_900, 2.6),
    ("p19", "四色眼影盘 海盐", "Four-colour eyeshadow, sea salt", 3, 23_900, 1.5),
    ("p20", "纤长睫毛膏", "Long lash mascara", 3, 13_900, 1.9),
    ("p21", "裸感腮红 杏子", "Bare blush, apricot", 3, 11_900, 2.1),
    ("p22", "极细眼线笔", "Extra fine eyeliner", 3, 6_900, 1.2),
    ("p23", "高光修容盘", "Highlight and contour palette", 3, 16_900, 1.0),
    ("p24", "晚汐淡香水 50ml", "Evening tide eau de toilette 50 ml", 4, 39_900, 1.6),
    ("p25", "白苔淡香水 50ml", "White moss eau de toilette 50 ml", 4, 39_900, 1.1),
    ("p26", "旅行香膏 10g", "Travel perfume balm 10 g", 4, 9_900, 1.4),
    ("p27", "扩香石礼盒", "Diffuser stone gift set", 4, 19_900, 0.7),
    ("p28", "卸妆油 150ml", "Cleansing oil 150 ml", 5, 12_900, 2.4),
    ("p29", "妆前保湿乳 30ml", "Priming moisturiser 30 ml", 5, 15_900, 1.3),
    ("p30", "润唇精华 10ml", "Lip serum 10 ml", 5, 7_900, 1.6),
];

/// A tier of creators: id, names, share of the notes, organic impressions on a note's best day.
pub const TIERS: [(&str, &str, &str, f64, f64); 4] = [
    ("head", "头部达人", "Top creators", 0.09, 260_000.0),
    ("mid", "腰部达人", "Mid-tier creators", 0.27, 70_000.0),
    ("junior", "初级达人", "Junior creators", 0.36, 18_000.0),
    ("koc", "素人 KOC", "Everyday users (KOC)", 0.28, 4_500.0),
];

/// A creator: names, index of the tier.
pub const CREATORS: [(&str, &str, usize); 40] = [
    ("阿梨的梳妆台", "Ali's dressing table", 0),
    ("南桥成分笔记", "Nanqiao on ingredients", 0),
    ("林晚不熬夜", "Lin Wan sleeps early", 0),
    ("小满今天用什么", "Xiaoman's pick today", 1),
    ("七号唇色研究所", "Lip colour lab no. 7", 1),
    ("油皮自救手册", "Oily skin handbook", 1),
    ("橘子味通勤妆", "Tangerine commute make-up", 1),
    ("敏敏敏感肌", "Minmin's sensitive skin", 1),
    ("黄黑皮也要闪光", "Warm tones shine too", 1),
    ("早八十分钟", "Ten minutes before eight", 1),
    ("闻香的阿舟", "Azhou smells everything", 1),
    ("发量保卫战", "Saving my hair", 1),
    ("三十岁的浴室柜", "Bathroom shelf at thirty", 1),
    ("豆沙同学", "Bean paste classmate", 2),
    ("空瓶记录员", "Keeper of empties", 2),
    ("一只护肤苔藓", "A skin-care moss", 2),
    ("周末化妆课", "Weekend make-up class", 2),
    ("栗子在上海", "Chestnut in Shanghai", 2),
    ("成都桃桃", "Taotao of Chengdu", 2),
    ("混干皮阿屿", "Ayu, dry and mixed", 2),
    ("冷白皮小鹿", "Fair-skinned Lulu", 2),
    ("理科生选精华", "A scientist picks serums", 2),
    ("素颜也出门", "Out without make-up", 2),
    ("眼影收集者", "Eyeshadow collector", 2),
    ("唐唐爱平替", "Tangtang compares", 2),
    ("青木的香气日记", "Aoki's scent diary", 2),
    ("宿舍梳妆角", "Dormitory vanity", 2),
    ("广州湿度九十", "Guangzhou, humidity 90", 2),
    ("北方干燥人", "Dry in the north", 3),
    ("打工人阿棠", "Atang goes to work", 3),
    ("研二小徐", "Xu, second-year student", 3),
    ("新手妈妈鱼鱼", "Yuyu, new mother", 3),
    ("爱睡觉的米粒", "Sleepy Mili", 3),
    ("山城小雨", "Rain in the hill city", 3),
    ("圆脸妹妹", "Round-faced sister", 3),
    ("护士小方", "Nurse Fang", 3),
    ("厦门阿海", "Ahai of Xiamen", 3),
    ("不会画眼线", "Cannot draw eyeliner", 3),
    ("毛孔在努力", "Pores at work", 3),
    ("攒钱买香水", "Saving for perfume", 3),
];

const OPENINGS: [(&str, &str); 18] = [
    ("用完第三瓶才敢说", "I finished three before writing this"),
    ("通勤十分钟搞定", "Done in ten minutes before work"),
    ("敏感肌实测 28 天", "28 days on sensitive skin"),
    ("黄皮闭眼入", "Safe on warm skin tones"),
    ("这个颜色太温柔了", "Such a gentle colour"),
    ("空瓶记", "Empty again"),
    ("被同事问了一周", "Colleagues asked all week"),
    ("素颜也能用", "Works on a bare face"),
    ("油皮夏天不翻车", "Oily skin, summer, no disaster"),
    ("换季必备", "For the change of season"),
    ("学生党友好", "Kind to a student's purse"),
    ("和贵妇款对比", "Against the expensive ones"),
    ("成分逐条看", "Ingredient by ingredient"),
    ("早八妆容分享", "My eight o'clock face"),
    ("情人节送礼清单", "A list of gifts"),
    ("大促囤货清单", "What I stock up on"),
    ("冷门但好用", "Little known, but good"),
    ("踩雷与真香", "What failed and what stayed"),
];

/// Title of a note about a product, in both languages; openings repeat from the eighteenth on.
pub fn title(opening: usize, product: usize) -> (String, String) {
    let (zh_cn, en) = OPENINGS[opening % OPENINGS.len()];
    let (_, name_zh_cn, name_en, ..) = PRODUCTS[product];
    (format!("{zh_cn}｜{name_zh_cn}"), format!("{en}: {name_en}"))
}

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
