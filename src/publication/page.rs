//! The page for everybody: one file, no script, the same data as bars and as a
//! table.

use super::{
    Basis,
    chart::{self, Bar},
    exact, points, scale,
};
use crate::{
    results::{GroupResult, UnitResult},
    text::html as safe,
    words::{
        Lang,
        publication::{self as words, announcement, page as said},
        size, times,
    },
};

/// A file that the page leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its address from the page.
    pub href: String,
    /// What it is.
    pub what: said::File,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Where the style of the page is.
#[derive(Debug, Clone, Copy)]
pub enum Style<'s> {
    /// In the page, which is then one file.
    Inside,
    /// At an address: a server whose policy forbids styles inside a page.
    At(&'s str),
}

/// What the page looks like.
pub const CSS: &str = include_str!("page.css");

/// The page.
#[must_use]
pub fn html(basis: &Basis<'_>, files: &[Link], style: Style<'_>) -> String {
    let style = match style {
        Style::Inside => format!("<style>\n{CSS}</style>"),
        Style::At(address) => format!("<link rel=\"stylesheet\" href=\"{address}\">"),
    };
    let campaign = basis.campaign;
    let title = safe(&said::title(&campaign.papers.about));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n{style}\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#results\">{}</a>\n<header>\n<p class=\"office\">{}</p>\n\
         <h1>{title}</h1>\n<p>{}</p>\n</header>\n<main id=\"results\">\n",
        said::SKIP,
        safe(&campaign.office.name),
        safe(&edition(basis))
    );
    notice(basis, &mut out);
    for (n, group) in basis.snapshot.groups.iter().enumerate() {
        group_part(n, group, &mut out);
    }
    links(files, &mut out);
    made_from(basis, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn edition(basis: &Basis<'_>) -> String {
    let Some(edition) = basis.edition else {
        return said::DRAFT.to_owned();
    };
    let published = edition.published_at;
    let published = published.map(|at| times::short(at, &basis.campaign.zone));
    let published = published.unwrap_or_default();
    said::edition(&basis.name(), &basis.decision(), &published)
}

fn notice(basis: &Basis<'_>, out: &mut String) {
    let mut lines: Vec<String> = basis.notices().into_iter().map(str::to_owned).collect();
    lines.extend(basis.replaces());
    if basis.edition.is_none() {
        lines.push(words::DRAFT.to_owned());
    }
    if basis.snapshot.provisional {
        lines.push(words::PROVISIONAL.to_owned());
    }
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!(
        "<section class=\"notice\" aria-label=\"{}\">\n",
        said::NOTICE
    ));
    for line in lines {
        out.push_str(&format!("<p>{}</p>\n", safe(&line)));
    }
    out.push_str("</section>\n");
}

fn group_part(n: usize, group: &GroupResult, out: &mut String) {
    let ranked: Vec<&UnitResult> = group.units.iter().filter(|u| u.rank.is_some()).collect();
    out.push_str(&format!(
        "<section aria-labelledby=\"g{n}\">\n<h2 id=\"g{n}\">{}</h2>\n",
        safe(&group.label)
    ));
    let bars: Vec<Bar<'_>> = ranked
        .iter()
        .map(|unit| Bar {
            name: &unit.name,
            total: exact(&unit.total),
        })
        .collect();
    if bars.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", announcement::NOBODY));
    } else {
        let first = bars.first().map(|bar| (bar.name, bar.total));
        let drawn = chart::svg(
            &format!("c{n}"),
            &said::chart_title(&group.label),
            &said::chart(&group.label, first),
            &bars,
        );
        out.push_str(&format!("<figure tabindex=\"0\">\n{drawn}</figure>\n"));
        ranks(group, &ranked, out);
    }
    apart(group, out);
    out.push_str("</section>\n");
}

fn ranks(group: &GroupResult, ranked: &[&UnitResult], out: &mut String) {
    let caption = safe(&said::caption(&group.label));
    out.push_str(&format!(
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    ));
    for head in said::HEADS {
        out.push_str(&format!("<th scope=\"col\">{head}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for unit in ranked {
        let class = if unit.prize.is_some() {
            " class=\"prize\""
        } else {
            ""
        };
        let rank = unit.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| safe(text.as_deref().unwrap_or_default());
        out.push_str(&format!(
            "<tr{class}><td class=\"middle\">{rank}</td><th scope=\"row\">{}</th>\
             <td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            safe(&unit.name),
            points(&unit.total),
            text(&unit.band),
            text(&unit.prize),
            safe(&unit.note)
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn apart(group: &GroupResult, out: &mut String) {
    let late = group.units.iter().filter(|unit| unit.rank.is_none());
    let late = late.map(|unit| (&unit.name, &unit.note));
    let silent = group.apart.iter().map(|apart| (&apart.name, &apart.why));
    let all: Vec<_> = late.chain(silent).collect();
    if all.is_empty() {
        return;
    }
    out.push_str(&format!(
        "<h3>{}</h3>\n<table>\n<thead><tr>",
        announcement::APART
    ));
    for head in said::APART_HEADS {
        out.push_str(&format!("<th scope=\"col\">{head}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (name, why) in all {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
            safe(name),
            safe(why)
        ));
    }
    out.push_str("</tbody>\n</table>\n");
}

fn links(files: &[Link], out: &mut String) {
    if files.is_empty() {
        return;
    }
    out.push_str(&format!(
        "<nav aria-labelledby=\"files\">\n<h2 id=\"files\">{}</h2>\n<ul>\n",
        said::FILES
    ));
    for file in files {
        out.push_str(&format!(
            "<li><a href=\"{}\">{}</a> ({})</li>\n",
            safe(&file.href),
            said::file(file.what),
            size(Lang::Vi, file.bytes)
        ));
    }
    out.push_str("</ul>\n</nav>\n");
}

fn made_from(basis: &Basis<'_>, out: &mut String) {
    let [plan, office, scales, result] = said::BASIS_LABELS;
    let campaign = basis.campaign;
    out.push_str(&format!("<h2>{}</h2>\n<dl>\n", said::BASIS));
    for (label, text) in [
        (plan, campaign.plan.as_str()),
        (office, campaign.office.name.as_str()),
    ] {
        out.push_str(&format!("<dt>{label}</dt><dd>{}</dd>\n", safe(text)));
    }
    out.push_str(&format!("<dt>{scales}</dt>"));
    for group in &basis.snapshot.groups {
        out.push_str(&format!("<dd><code>{}</code></dd>", safe(&scale(group))));
    }
    out.push_str(&format!(
        "\n<dt>{result}</dt><dd><code>{}</code></dd>\n</dl>\n",
        safe(&basis.told_digest())
    ));
}
