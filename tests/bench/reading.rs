//! How long a report takes from bytes to values, reading process included, and
//! how many two cores read in a second. Run: `cargo bench --bench reading`.
#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a bench is read by a person")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use congvu::{
    edge::worker::Pool,
    form::{Expected, Form, Issue},
    workbook::{Kind, Limits, write},
};
use tokio::task::JoinSet;

const ALONE: usize = 300;
const TOGETHER: usize = 2_000;

fn form() -> Form {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let text = std::fs::read_to_string(folder.join("form-2.toml")).unwrap();
    Form::load("form-2.toml", &text).unwrap()
}

fn pool(size: usize) -> Pool {
    Pool::new(
        PathBuf::from(env!("CARGO_BIN_EXE_congvu")),
        size,
        Limits::default(),
    )
}

async fn one(pool: &Pool, form: &Form, bytes: Vec<u8>) -> Duration {
    let began = Instant::now();
    let book = pool.read(bytes).await.unwrap();
    let reading = form.read(&book, &Expected::default());
    assert!(!reading.cells.is_empty());
    began.elapsed()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let form = Arc::new(form());
    for kind in [Kind::Xlsx, Kind::Xls, Kind::Ods] {
        let bytes = write::write(kind, &form.lay_out(&Issue::default())).unwrap();
        let alone = pool(1);
        let mut took = Vec::new();
        for _ in 0..ALONE {
            took.push(one(&alone, &form, bytes.clone()).await);
        }
        took.sort_unstable();
        let rate = rate(&form, &bytes).await;
        println!(
            "{kind:?}, {} indicators, {} bytes: p50 {:?}, p99 {:?}, slowest {:?}; {rate} forms/s",
            form.indicators().count(),
            bytes.len(),
            took[ALONE / 2],
            took[ALONE * 99 / 100],
            took[ALONE - 1],
        );
    }
    foreign().await;
}

/// Forms a second with two reading processes.
async fn rate(form: &Arc<Form>, bytes: &[u8]) -> u128 {
    let pool = Arc::new(pool(2));
    let began = Instant::now();
    let mut reads = JoinSet::new();
    for _ in 0..TOGETHER {
        if reads.len() >= 4 {
            reads.join_next().await.unwrap().unwrap();
        }
        let (pool, form, bytes) = (pool.clone(), form.clone(), bytes.to_vec());
        reads.spawn(async move { one(&pool, &form, bytes).await });
    }
    reads.join_all().await;
    TOGETHER as u128 * 1_000 / began.elapsed().as_millis()
}

/// A sheet of a hundred thousand rows that is no report.
async fn foreign() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..100_000 {
        for column in 0..10 {
            sheet.write_number(row, column, f64::from(row)).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let size = bytes.len();
    let began = Instant::now();
    let refusal = pool(1).read(bytes).await.err();
    println!(
        "100,000 rows, {size} bytes: {:?} in {:?}",
        refusal,
        began.elapsed()
    );
}
