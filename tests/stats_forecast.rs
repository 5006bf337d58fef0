//! The repeat-purchase forecast on CDNOW's published one-tenth sample, against lifetimes, the published fit and mpmath
//! (`fixtures/statistics`).

use redcat_report::stats::{BgNbd, BgNbdFit, GammaGamma, Histories, Refusal, Values};
use serde_json::Value;

const SAMPLE: &str = include_str!("fixtures/statistics/bgnbd_input.csv");
const VALUES: &str = include_str!("fixtures/statistics/gamma_gamma.csv");

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is a number"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn near(name: &str, found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{name}: {found} is not {expected}");
}

/// The sample in columns, grouped as a document carries it: sorted, equal histories together.
#[derive(Default)]
struct Columns {
    x: Vec<u32>,
    t_x: Vec<f64>,
    t: Vec<f64>,
    customers: Vec<u64>,
}

impl Columns {
    fn histories(&self) -> Histories<'_> {
        Histories { x: &self.x, t_x: &self.t_x, t: &self.t, customers: &self.customers }
    }
}

fn sample() -> Columns {
    let mut rows: Vec<(u32, f64, f64)> = SAMPLE
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (number(cells[1]), number(cells[2]), number(cells[3])))
        .collect();
    assert_eq!(rows.len(), 2_357);
    rows.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    let mut columns = Columns::default();
    for group in rows.chunk_by(|a, b| a == b) {
        columns.x.push(group[0].0);
        columns.t_x.push(group[0].1);
        columns.t.push(group[0].2);
        columns.customers.push(group.len() as u64);
    }
    columns
}

fn parameters(of: &Value) -> BgNbd {
    let get = |key: &str| of[key].as_f64().expect(key);
    BgNbd { r: get("r"), alpha: get("alpha"), a: get("a"), b: get("b") }
}

#[test]
fn fit_of_the_published_sample() {
    let reference = json(include_str!("fixtures/statistics/bgnbd.json"));
    let columns = sample();
    let fitted = BgNbd::fit(&columns.histories()).expect("a fit");
    let expected = parameters(&reference["own_mle"]);
    near("r", fitted.r, expected.r, 1e-3);
    near("alpha", fitted.alpha, expected.alpha, 1e-3);
    near("a", fitted.a, expected.a, 1e-3);
    near("b", fitted.b, expected.b, 1e-3);
    near("LL", fitted.ln_likelihood(&columns.histories()), reference["own_LL"].as_f64().expect("LL"), 1e-11);
    near(
        "LL at the published parameters",
        parameters(&reference["published"]).ln_likelihood(&columns.histories()),
        reference["LL_at_published"].as_f64().expect("LL"),
        1e-11,
    );
}

#[test]
fn a_fit_in_slices_is_the_fit() {
    let columns = sample();
    let whole = BgNbd::fit(&columns.histories());
    let mut fit = BgNbdFit::start(&columns.histories()).expect("enough customers");
    let mut slices = 0;
    let done = loop {
        slices += 1;
        if let Some(done) = fit.advance(&columns.histories(), 10) {
            break done;
        }
    };
    assert_eq!(done, whole);
    assert!(slices > 10, "{slices}");
}

#[test]
fn expectations_of_the_published_sample() {
    let reference = json(include_str!("fixtures/statistics/bgnbd.json"));
    let model = parameters(&reference["own_mle"]);
    let columns = sample();
    let mut total = 0.0;
    for ix in 0..columns.x.len() {
        let (x, t_x, t) = (columns.x[ix], columns.t_x[ix], columns.t[ix]);
        total += columns.customers[ix] as f64 * model.expected_after(x, t_x, t, 39.0).expect("an expectation");
    }
    near("39 weeks", total, reference["tot"]["cond_exp_39w"].as_f64().expect("a total"), 1e-8);
    for (weeks, expected) in reference["EX"].as_object().expect("weeks") {
        let found = model.expected(number(weeks)).expect("an expectation");
        near(weeks, found, expected.as_f64().expect("a number"), 1e-8);
    }
}

#[test]
fn expectations_over_a_wide_range() {
    let reference = json(include_str!("fixtures/statistics/forecast.json"));
    let rows = reference["expected"].as_array().expect("rows");
    assert_eq!(rows.len(), 240);
    for row in rows {
        let cell = |ix: usize| row[ix].as_f64().expect("a number");
        let model = BgNbd { r: cell(0), alpha: cell(1), a: cell(2), b: cell(3) };
        let found = model.expected_after(cell(4) as u32, cell(5), cell(6), cell(7)).expect("an expectation");
        near(&row.to_string(), found, cell(8), 1e-8);
    }
}

#[test]
fn chance_to_be_alive() {
    // By hand, with r = α = a = 1 and b = 2, one repeat order at 1 of 3: odds 1/(2+1−1) · (4/2)² = 2.
    let model = BgNbd { r: 1.0, alpha: 1.0, a: 1.0, b: 2.0 };
    near("alive", model.chance_alive(1, 1.0, 3.0), 1.0 / 3.0, 1e-15);
    near("without a repeat order", model.chance_alive(0, 0.0, 3.0), 1.0, 1e-15);
}

#[test]
fn values_of_the_published_sample() {
    let reference = json(include_str!("fixtures/statistics/forecast.json"));
    let reference = |key: &str| reference["gamma_gamma"][key].as_f64().expect("a number");
    let (mut x, mut mean, mut expected) = (Vec::new(), Vec::new(), Vec::new());
    for line in VALUES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        x.push(number::<u32>(cells[0]));
        mean.push(number::<f64>(cells[1]));
        expected.push(number::<f64>(cells[2]));
    }
    // Nobody's repeat orders, and none of any value, say nothing.
    x.extend([0, 3]);
    mean.extend([12.0, 0.0]);
    let customers = vec![1; x.len()];
    let values = Values { x: &x, mean: &mean, customers: &customers };
    let given = GammaGamma { p: reference("p"), q: reference("q"), v: reference("v") };
    near("LL", given.ln_likelihood(&values), reference("ln_likelihood"), 1e-11);
    near("mean", given.population_mean().expect("a mean"), reference("population_mean"), 1e-12);
    assert_eq!(expected.len(), 946);
    for ((x, mean), expected) in x.iter().zip(&mean).zip(expected) {
        near("mean of one", given.expected_mean(*x, *mean).expect("a mean"), expected, 1e-9);
    }
    let fitted = GammaGamma::fit(&values).expect("a fit");
    near("p", fitted.p, given.p, 1e-3);
    near("q", fitted.q, given.q, 1e-3);
    near("v", fitted.v, given.v, 1e-3);
    // In cents the model is the same but for its scale.
    let cents: Vec<f64> = mean.iter().map(|mean| mean * 100.0).collect();
    let in_cents = GammaGamma::fit(&Values { mean: &cents, ..values }).expect("a fit");
    near("v in cents", in_cents.v, fitted.v * 100.0, 1e-4);
}

#[test]
fn refuses_what_no_model_can_be_fitted_to() {
    let few = Columns { x: vec![0, 1], t_x: vec![0.0, 2.0], t: vec![9.0, 9.0], customers: vec![500, 29] };
    assert_eq!(BgNbd::fit(&few.histories()), Err(Refusal::TooSmall { numerator: 29, denominator: 529 }));
    assert_eq!(BgNbd::fit(&Columns::default().histories()), Err(Refusal::NoData));
    let values = Values { x: &[2], mean: &[10.0], customers: &[29] };
    assert_eq!(GammaGamma::fit(&values), Err(Refusal::TooSmall { numerator: 58, denominator: 29 }));
    assert_eq!(GammaGamma::fit(&Values { x: &[], mean: &[], customers: &[] }), Err(Refusal::NoData));
    let heavy = GammaGamma { p: 1.0, q: 0.9, v: 10.0 };
    assert_eq!(heavy.population_mean(), Err(Refusal::InfiniteMean));
    assert_eq!(heavy.expected_mean(0, 0.0), Err(Refusal::InfiniteMean));
    assert!(heavy.expected_mean(1, 5.0).is_ok());
}

#[test]
fn customers_who_hardly_differ_and_never_leave() {
    // Poisson with mean 2 in 52 weeks: the likelihood is flat towards large r and α and small a, and still ends.
    let counts = [135, 271, 271, 180, 90, 36, 12, 3, 1];
    let x: Vec<u32> = (0..9).collect();
    let t_x: Vec<f64> = x.iter().map(|&x| 52.0 * f64::from(x) / f64::from(x + 1)).collect();
    let columns = Columns { t: vec![52.0; 9], x, t_x, customers: counts.to_vec() };
    let model = BgNbd::fit(&columns.histories()).expect("a fit");
    let total: f64 = (0..9)
        .map(|ix| {
            let next = model.expected_after(columns.x[ix], columns.t_x[ix], 52.0, 52.0).expect("an expectation");
            next * counts[ix] as f64
        })
        .sum();
    let per_customer = total / counts.iter().sum::<u64>() as f64;
    assert!((1.8..2.05).contains(&per_customer), "{model:?}: {per_customer}");
}
