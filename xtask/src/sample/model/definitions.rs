//! What a simulated merchant's rows are cut by and what they count. In: notes. Out: the sections `dimensions`, `measures`,
//! `ratios` and `funnel`.

use super::members as names;
use super::notes::Note;
use super::parameters as given;
use super::scenario::Scenario;
use crate::sample::json::{Json, label, object};

/// The section `dimensions`.
pub fn dimensions(scenario: &Scenario, notes: &[Note]) -> Vec<Json> {
    let categories = scenario.categories.iter().map(|category| member(category.id, category.zh_cn, category.en));
    let brands = scenario
        .brands
        .iter()
        .map(|brand| member(brand.id, brand.zh_cn, brand.en).with("parent", scenario.categories[brand.category].id));
    let products = scenario
        .products
        .iter()
        .map(|product| member(product.id, product.zh_cn, product.en).with("parent", scenario.brands[product.brand].id));
    let tiers = names::TIERS.iter().map(|&(id, zh_cn, en, ..)| member(id, zh_cn, en));
    let creators = scenario.creators.iter().enumerate().map(|(index, creator)| {
        member(&creator_id(index), creator.zh_cn, creator.en).with("parent", names::TIERS[creator.tier].0)
    });
    let notes = notes.iter().enumerate().map(|(index, note)| {
        let (zh_cn, en) = note.title(scenario);
        member(&format!("n{:03}", index + 1), &zh_cn, &en).with("parent", creator_id(note.creator))
    });
    vec![
        dimension("category", "类目", "Category", categories.collect()),
        dimension("brand", "品牌", "Brand", brands.collect()).with("parent", "category"),
        dimension("product", "商品", "Product", products.collect()).with("parent", "brand"),
        dimension("creator_tier", "博主层级", "Creator tier", tiers.collect()),
        dimension("creator", "博主", "Creator", creators.collect()).with("parent", "creator_tier"),
        dimension("note", "笔记", "Note", notes.collect()).with("parent", "creator"),
        flat("note_kind", "笔记类型", "Kind of note", &names::NOTE_KIND),
        flat("boost", "加热", "Boost", &names::BOOST),
        flat("channel", "渠道", "Channel", &names::CHANNEL),
        flat("route", "进店路径", "Route to the shop", &names::ROUTE),
        flat("destination", "成交平台", "Destination", &names::DESTINATION),
        flat("gender", "性别", "Gender", &names::GENDER),
        flat("age_band", "年龄段", "Age band", &names::AGE_BAND),
        flat("city_tier", "城市线级", "City tier", &names::CITY_TIER),
        flat("benefit", "首单权益", "Benefit at first order", &names::BENEFIT),
        flat("customer", "新老客", "Customer", &names::CUSTOMER),
    ]
}

fn creator_id(index: usize) -> String {
    format!("c{:02}", index + 1)
}

fn member(id: &str, zh_cn: &str, en: &str) -> Json {
    object! { "id" => id, "label" => label(zh_cn, en) }
}

fn dimension(id: &str, zh_cn: &str, en: &str, members: Vec<Json>) -> Json {
    member(id, zh_cn, en).with("members", members)
}

fn flat(id: &str, zh_cn: &str, en: &str, members: &[(&str, &str, &str)]) -> Json {
    dimension(id, zh_cn, en, members.iter().map(|(id, zh_cn, en)| member(id, zh_cn, en)).collect())
}

/// The section `measures`.
pub fn measures(scenario: &Scenario) -> Vec<Json> {
    let content = |id: &str, zh_cn: &str, en: &str| measure(id, zh_cn, en, "count", "event").with("anchor", "both");
    let credited = |id: &str, zh_cn: &str, en: &str, unit: &str| {
        measure(id, zh_cn, en, "count", unit).with("anchor", "exposure").with("sample", xiaohongxing_sample())
    };
    let event = |id: &str, zh_cn: &str, en: &str, unit: &str| measure(id, zh_cn, en, "count", unit);
    let seen = |measure: Json| measure.with("sample", xiaohongxing_sample());
    vec![
        content("impressions", "曝光", "Impressions"),
        content("reads", "阅读", "Reads").with("subset_of", "impressions"),
        content("likes", "点赞", "Likes"),
        content("collects", "收藏", "Collects"),
        content("comments", "评论", "Comments"),
        content("shares", "分享", "Shares"),
        content("engagements", "互动", "Engagements")
            .with("description", label("点赞、收藏、评论、分享之和", "Likes, collects, comments and shares together")),
        money("spend", "花费", "Spend").with("anchor", "both").with("polarity", "none"),
        money("platform_subsidy", "平台补贴", "Platform subsidy").with("anchor", "both"),
        content("link_clicks", "挂链点击", "Link clicks").with("subset_of", "reads"),
        content("screenshots", "截屏", "Screenshots").with("subset_of", "reads"),
        content("searches", "搜索", "Searches").with("subset_of", "reads"),
        credited("store_visits_exposed", "进店（按曝光日）", "Store visits (by exposure)", "session"),
        credited("visitors", "进店人数（按曝光日）", "Visitors (by exposure)", "person").with(
            "dedupe",
            label("同一曝光日、笔记和路径内每人只计一次", "Each person once per exposure day, note and route"),
        ),
        credited("favourites", "收藏商品（按曝光日）", "Favourites (by exposure)", "event"),
        credited("add_to_carts", "加购（按曝光日）", "Add to cart (by exposure)", "event"),
        credited("orders_exposed", "成交（按曝光日）", "Orders (by exposure)", "event"),
        credited("buyers", "买家（按曝光日）", "Buyers (by exposure)", "person").with("subset_of", "visitors"),
        credited("repeat_orders_exposed", "复购（按曝光日）", "Repeat orders (by exposure)", "event")
            .with("subset_of", "orders_exposed"),
        money("gmv_exposed", "成交金额（按曝光日）", "GMV (by exposure)")
            .with("anchor", "exposure")
            .with("sample", xiaohongxing_sample()),
        seen(event("store_visits", "进店", "Store visits", "session")),
        seen(event("orders", "成交", "Orders", "event")),
        seen(event("new_buyers", "新客", "New buyers", "person")),
        seen(event("repeat_orders", "复购", "Repeat orders", "event")).with("subset_of", "orders").with(
            "description",
            label("归因窗口内同一买家的再次成交", "Further orders of the same buyer within the window"),
        ),
        seen(money("gmv", "成交金额", "GMV")),
        seen(money("refunds", "退款", "Refunds")).with("polarity", "down"),
        seen(money("commission", "佣金", "Commission")).with("polarity", "down"),
        measure("readers", "阅读人数", "Readers", "unique", "person")
            .with("anchor", "both")
            .with("population", scenario.population),
        event("shop_orders", "全店成交", "Orders of the whole shop", "event"),
        money("shop_gmv", "全店成交金额", "GMV of the whole shop"),
        measure("members", "店铺会员", "Shop members", "stock", "person"),
    ]
}

fn measure(id: &str, zh_cn: &str, en: &str, kind: &str, unit: &str) -> Json {
    object! { "id" => id, "label" => label(zh_cn, en), "kind" => kind, "unit" => unit }
}

fn money(id: &str, zh_cn: &str, en: &str) -> Json {
    object! { "id" => id, "label" => label(zh_cn, en), "kind" => "money" }
}

/// How much of what the channel 小红星 brings is sampled back.
pub fn xiaohongxing_sample() -> Json {
    let rates = object! { names::CHANNEL[names::XIAOHONGXING].0 => given::XIAOHONGXING_RATE };
    object! { "unit" => "person", "by" => object! { "dimension" => "channel", "rates" => rates } }
}

/// The section `ratios`: beside the standard ones, those by exposure.
pub fn ratios() -> Vec<Json> {
    let ratio = |id: &str, zh_cn: &str, en: &str, numerator: &str, denominator: &str| {
        object! { "id" => id, "label" => label(zh_cn, en), "numerator" => numerator, "denominator" => denominator }
    };
    vec![
        ratio(
            "visit_rate_exposed",
            "进店率（按曝光日）",
            "Store-visit rate (by exposure)",
            "store_visits_exposed",
            "reads",
        ),
        ratio(
            "visit_cost_exposed",
            "进店成本（按曝光日）",
            "Cost per store visit (by exposure)",
            "spend",
            "store_visits_exposed",
        ),
        ratio(
            "conversion_exposed",
            "转化率（按曝光日）",
            "Conversion (by exposure)",
            "orders_exposed",
            "store_visits_exposed",
        ),
        ratio("buyer_rate", "买家转化率", "Visitors who buy", "buyers", "visitors"),
        ratio("roi_exposed", "ROI（按曝光日）", "ROI (by exposure)", "gmv_exposed", "spend"),
        ratio("repeat_share", "复购占比", "Share of repeat orders", "repeat_orders_exposed", "orders_exposed"),
        ratio("shop_roi", "全店 ROI", "ROI of the whole shop", "shop_gmv", "spend"),
    ]
}

/// The section `funnel`: by exposure from end to end.
pub fn funnel() -> Json {
    let step = |id: &str, zh_cn: &str, en: &str, measure: &str| {
        object! { "id" => id, "label" => label(zh_cn, en), "measure" => measure }
    };
    object! { "steps" => [
        step("impressions", "曝光", "Impressions", "impressions"),
        step("reads", "阅读", "Reads", "reads"),
        step("engagements", "互动", "Engagements", "engagements")
            .with("parts", ["likes", "collects", "comments", "shares"])
            .with("optional", true),
        step("link_clicks", "挂链点击", "Link clicks", "link_clicks").with("route", "direct"),
        step("screenshots", "截屏", "Screenshots", "screenshots").with("route", "search").with("optional", true),
        step("searches", "搜索", "Searches", "searches").with("route", "search"),
        step("store_visits", "进店", "Store visits", "store_visits_exposed"),
        step("favourites", "收藏商品", "Favourites", "favourites").with("optional", true),
        step("add_to_carts", "加购", "Add to cart", "add_to_carts").with("optional", true),
        step("orders", "成交", "Orders", "orders_exposed"),
        step("repeat", "复购", "Repeat orders", "repeat_orders_exposed"),
    ] }
}
