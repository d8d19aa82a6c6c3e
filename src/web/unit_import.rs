//! A table of units is handed in, looked at, and written.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Redirect},
};

use super::{
    App,
    ask::Filled,
    failure::Failure,
    forms::{Sent, SentFile},
    session::Person,
    typed::Typed,
    unit_forms::{Answer, again, today},
};
use crate::{
    edge::store::{Actor, StoreError},
    register::{
        columns::{Column, rows_of_book, rows_of_text},
        import::{self, Import, Line},
    },
    text,
    words::{
        pages::{
            Here, unit_fields,
            unit_import::{self as page, ImportPage, Row},
        },
        registry as words,
    },
};

/// Most bytes of a table.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Asks for a table.
///
/// # Errors
/// When the page cannot be made.
pub async fn ask(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    shown(&app, &person, "", &Import::default(), Vec::new()).await
}

/// Shows what a table would change; nothing is written.
///
/// # Errors
/// When the ledger does not answer.
pub async fn preview(
    State(app): State<App>,
    person: Person,
    sent: Sent,
) -> Result<Html<String>, Failure> {
    let fault = |text: &str| vec![text.to_owned()];
    let Some(file) = sent.file("table") else {
        let nothing = Import::default();
        return shown(&app, &person, "", &nothing, fault(words::NO_FILE)).await;
    };
    let Some(rows) = rows(&app, file).await else {
        let nothing = Import::default();
        return shown(&app, &person, "", &nothing, fault(words::UNREADABLE)).await;
    };
    let contacts = app.store.every_contact(&app.campaign.id).await?;
    let import = import::read(&rows, &app.campaign, &contacts);
    shown(&app, &person, &file.name, &import, Vec::new()).await
}

/// The rows of a file. A workbook is opened where all strangers' workbooks are:
/// in a process of its own.
async fn rows(app: &App, file: &SentFile) -> Option<Vec<Vec<String>>> {
    if let Ok(text) = std::str::from_utf8(&file.bytes)
        && !text.contains('\0')
    {
        return Some(rows_of_text(text));
    }
    let book = app.desk.examiner.readers.read(file.bytes.to_vec()).await;
    book.ok().map(|book| rows_of_book(&book))
}

async fn shown(
    app: &App,
    person: &Person,
    file: &str,
    import: &Import,
    mut faults: Vec<String>,
) -> Result<Html<String>, Failure> {
    let domain = &app.campaign.official_domain;
    faults.extend(import.faults.iter().map(|it| words::fault(it, domain)));
    let row = |line: &Line| Row {
        number: line.number,
        code: line.cell(Column::Code).to_owned(),
        name: line.cell(Column::Name).to_owned(),
        mailbox: line.cell(Column::Mailbox).to_owned(),
        change: page::change(line),
        faults: line
            .faults
            .iter()
            .map(|it| words::fault(it, domain))
            .collect(),
    };
    let faulty = import.lines.iter().filter(|it| !it.faults.is_empty());
    let may = import.is_clean() && import.changes() > 0;
    let page = ImportPage {
        frame: app.frame(unit_fields::IMPORT, Here::Units, Some(person)),
        file: text::one_line(file, 100),
        lines: import.lines.iter().map(row).collect(),
        changes: import.changes(),
        faulty: faulty.count(),
        csv: if may { import.csv() } else { String::new() },
        version: app.store.registry_version(&app.campaign.id).await?,
        domain: domain.clone(),
        faults,
    };
    Ok(Html(page.render()?))
}

/// Writes what the page showed, all of it or nothing. When somebody has changed
/// the registry since, it is shown anew.
///
/// # Errors
/// When the ledger does not answer.
pub async fn commit(
    State(app): State<App>,
    person: Person,
    Filled(form): Filled<Vec<(String, String)>>,
) -> Answer {
    let table = form.iter().find(|(name, _)| name == "table");
    let table = table.map_or("", |(_, table)| table.as_str());
    let campaign = &app.campaign;
    let contacts = app.store.every_contact(&campaign.id).await?;
    let import = import::read(&rows_of_text(table), campaign, &contacts);
    let typed = Typed(form.clone());
    let version = app.store.registry_version(&campaign.id).await?;
    let file = typed.text("file");
    if typed.text("version") != version.to_string() || !import.is_clean() {
        let stale = vec![words::STALE.to_owned()];
        return again(shown(&app, &person, &file, &import, stale).await?);
    }
    let actor = Actor::Person(person.name.clone());
    let mut tx = app.store.begin(&actor, app.now()).await?;
    for line in &import.lines {
        let writes = import::writes(line, campaign, today(&app));
        let code = line.cell(Column::Code);
        if let Some(unit) = &writes.unit {
            tx.put_unit(&campaign.id, unit).await?;
        }
        for mailbox in &writes.mailboxes {
            match tx.put_mailbox(&campaign.id, mailbox).await {
                Err(StoreError::Conflict(_)) => {
                    drop(tx);
                    let stale = vec![words::STALE.to_owned()];
                    return again(shown(&app, &person, &file, &import, stale).await?);
                }
                done => done?,
            }
        }
        if let Some(contact) = &writes.contact {
            tx.add_contact(&campaign.id, code, contact).await?;
        }
    }
    tx.commit().await?;
    let told = format!("/units?imported={}", import.changes());
    Ok(Ok(Redirect::to(&told)))
}
