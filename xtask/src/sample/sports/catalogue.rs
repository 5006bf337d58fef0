//! Who and what the sports sample is about: categories, brands, products, creators, words for titles. All invented; no
//! real brand, product or person is meant. In: nothing. Out: tables of constants.

use crate::sample::model::scenario::{Brand, Category, Creator, HEAD, JUNIOR, KOC, MID, Product};

pub const CATEGORIES: [Category; 3] = [
    Category {
        id: "running",
        zh_cn: "跑步",
        en: "Running",
        click_through: 1.0,
        visit: 1.1,
        conversion: 1.0,
        repurchase: 0.9,
        shop_orders: 300.0,
    },
    Category {
        id: "fitness",
        zh_cn: "健身瑜伽",
        en: "Fitness and yoga",
        click_through: 1.08,
        visit: 1.0,
        conversion: 1.15,
        repurchase: 1.2,
        shop_orders: 370.0,
    },
    Category {
        id: "outdoor",
        zh_cn: "户外",
        en: "Outdoor",
        click_through: 0.9,
        visit: 0.86,
        conversion: 0.7,
        repurchase: 0.7,
        shop_orders: 140.0,
    },
];

pub const BRANDS: [Brand; 4] = [
    Brand::new("lupao_running", "鹿跑 · 跑步", "Lupao running", 0),
    Brand::new("lupao_fitness", "鹿跑 · 训练", "Lupao training", 1),
    Brand::new("shanye_outdoor", "山野里 · 户外", "Shanyeli outdoor", 2),
    Brand::new("shanye_fitness", "山野里 · 瑜伽", "Shanyeli yoga", 1),
];

/// The running shoe whose interactions are held against its orders. Sold on Tmall only.
pub const SHOE: usize = 0;

pub const PRODUCTS: [Product; 14] = [
    Product::new("s01", "轻羚缓震跑鞋 3", "Antelope cushioned running shoe 3", 0, 56_900, 6.0),
    Product::new("s02", "疾风竞速碳板鞋", "Gale carbon racing shoe", 0, 99_900, 2.2),
    Product::new("s03", "速干跑步短袖", "Quick-dry running shirt", 0, 15_900, 3.0),
    Product::new("s04", "反光夜跑腰包", "Reflective running belt", 0, 8_900, 1.8),
    Product::new("s05", "压缩跑步长袜", "Compression running socks", 0, 6_900, 1.5),
    Product::new("s06", "高强度训练内衣", "High-support sports bra", 1, 19_900, 3.4),
    Product::new("s07", "可调节哑铃 20kg", "Adjustable dumbbell 20 kg", 1, 39_900, 1.6),
    Product::new("s08", "阻力带五件套", "Resistance bands, set of five", 1, 9_900, 2.4),
    Product::new("s09", "三合一冲锋衣", "Three-in-one shell jacket", 2, 79_900, 2.6),
    Product::new("s10", "轻量登山鞋", "Light hiking shoe", 2, 49_900, 2.0),
    Product::new("s11", "折叠露营椅", "Folding camp chair", 2, 16_900, 1.6),
    Product::new("s12", "防晒皮肤衣 UPF50", "Sun jacket UPF50", 2, 22_900, 3.2),
    Product::new("s13", "天然橡胶瑜伽垫", "Natural rubber yoga mat", 3, 25_900, 2.6),
    Product::new("s14", "裸感瑜伽裤", "Bare-feel yoga leggings", 3, 18_900, 3.6),
];

/// The accountant is clearly the cheapest per store visit.
pub const CREATORS: [Creator; 16] = [
    Creator::new("凌晨四点的江边", "Riverside at four a.m.", HEAD),
    Creator::new("阿岳上山", "Ayue goes uphill", MID),
    Creator::new("半马妈妈小舒", "Shu, half-marathon mother", MID),
    Creator::new("举铁会计", "The lifting accountant", MID).pulling(2.2, 0.8),
    Creator::new("瑜伽老师阿白", "Abai teaches yoga", MID),
    Creator::new("跑鞋拆解室", "Running shoes taken apart", JUNIOR),
    Creator::new("大理骑行日记", "Cycling in Dali", JUNIOR),
    Creator::new("周末去露营", "Camping at the weekend", JUNIOR),
    Creator::new("核心打卡第 99 天", "Core training, day 99", JUNIOR),
    Creator::new("夜跑的产品经理", "A product manager runs at night", JUNIOR),
    Creator::new("怕晒的徒步人", "Hiker afraid of the sun", JUNIOR),
    Creator::new("刚学会倒立", "Just learnt the headstand", KOC),
    Creator::new("大体重慢跑", "Slow and heavy", KOC),
    Creator::new("实习生的健身房", "The intern's gym", KOC),
    Creator::new("带娃爬山", "Uphill with a child", KOC),
    Creator::new("西湖三圈", "Three times round the lake", KOC),
];

/// How titles begin.
pub const OPENINGS: [(&str, &str); 14] = [
    ("跑了 500 公里再来说", "After five hundred kilometres"),
    ("新手第一次买这个就够了", "Enough for a beginner"),
    ("大体重也能穿", "Works for heavy runners"),
    ("周末徒步装备清单", "A packing list for the weekend"),
    ("在家练了 30 天", "Thirty days at home"),
    ("被教练问链接", "My coach asked for the link"),
    ("夏天不闷", "Not stuffy in summer"),
    ("和上一代对比", "Against the last version"),
    ("下雨天实测", "Tested in the rain"),
    ("通勤也能穿", "Good for the office too"),
    ("踩雷三双之后", "After three that failed"),
    ("学生党预算", "On a student's budget"),
    ("生理期也安心", "Safe on any day of the month"),
    ("半马前最后一次拉练", "Last long run before the race"),
];
