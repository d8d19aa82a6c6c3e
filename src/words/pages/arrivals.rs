//! When the mails of units arrived: a picture, and the same as a table.

/// The picture and the table. All lengths are in units of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// How wide the picture is.
    pub width: i64,
    /// A bar for each span in which something arrived.
    pub bars: Vec<Bar>,
    /// Where days begin, and how they are called.
    pub days: Vec<Day>,
    /// Where the moment of the page is; none outside the picture.
    pub now: Option<i64>,
    /// Where the close of the campaign is.
    pub closes: i64,
    /// Most in one span.
    pub peak: i64,
    /// All together.
    pub total: i64,
    /// Is a span a day, and not an hour?
    pub daily: bool,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its left side.
    pub x: i64,
    /// Its top.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// Which span it is.
    pub span: String,
    /// How many arrived.
    pub count: i64,
}

/// Where a day begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Where.
    pub x: i64,
    /// `06/12`.
    pub label: String,
}

/// The picture in one sentence, for whoever hears it read.
#[must_use]
pub fn told(arrivals: &Arrivals, busiest: &str) -> String {
    if arrivals.total == 0 {
        return "Chưa có thư báo cáo nào của các đơn vị.".to_owned();
    }
    format!(
        "{} thư của các đơn vị; nhiều nhất {} thư, lúc {busiest}.",
        arrivals.total, arrivals.peak
    )
}

impl Arrivals {
    /// The picture in one sentence.
    #[must_use]
    pub fn said(&self) -> String {
        let busiest = self.bars.iter().find(|bar| bar.count == self.peak);
        told(self, busiest.map_or("", |bar| bar.span.as_str()))
    }
}
