//! The papers rendered by other programs: the PDF by Poppler, the DOCX by
//! LibreOffice. Both must say the same in the same places.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use congvu::publication::{
    Basis,
    announcement::{announcement, decision},
    docx, folder as files,
    minutes::minutes,
    paper::Paper,
    pdf,
    sheet::sheet,
};

use crate::{opened, town};

/// Runs a program; none when it is not installed, which only a run that must
/// have everything holds against it.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            assert!(
                output.status.success(),
                "{program} {arguments:?}: {output:?}"
            );
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            assert_ne!(env::var("CI").as_deref(), Ok("true"), "{program}: {error}");
            eprintln!("{program} is missing: papers are not rendered here");
            None
        }
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Every kind of paper, of an edition and of a draft, under a name.
fn papers() -> Vec<(String, Paper)> {
    let (edition, draft) = (town::edition(), town::draft());
    let mut papers = Vec::new();
    for (of, basis) in [
        ("edition", town::basis(&edition)),
        ("draft", Basis::draft(town::campaign(), &draft)),
    ] {
        for (kind, paper) in [
            ("announcement", announcement(&basis)),
            ("decision", decision(&basis)),
            ("minutes", minutes(&basis, &[])),
            ("sheet", sheet(&basis, town::CHANGED).unwrap()),
        ] {
            papers.push((format!("{of}-{kind}"), paper));
        }
    }
    papers
}

fn written(name: &str, bytes: &[u8]) -> String {
    let path = folder().join(name);
    fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

/// Words without their spaces: programs differ in where lines end.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many pages `pdfinfo` counts.
fn pages(info: &str) -> usize {
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.unwrap().trim().parse().unwrap()
}

#[test]
fn the_pdf_is_tagged_says_whose_it_is_and_holds_every_word_of_the_docx() {
    for (name, paper) in papers() {
        let file = written(&format!("{name}.pdf"), &pdf::write(&paper));
        let Some(info) = run("pdfinfo", &[&file]) else {
            return;
        };
        for line in ["Tagged:", "Title:", "Author:"] {
            let line = info.lines().find(|found| found.starts_with(line)).unwrap();
            assert!(!line.ends_with("no") && !line.ends_with(':'), "{line}");
        }
        assert!(info.contains("A4"), "{info}");
        let fonts = run("pdffonts", &[&file]).unwrap();
        for font in fonts.lines().skip(2) {
            assert!(
                font.starts_with("Tinos") && font.contains("yes no  yes"),
                "{font}"
            );
        }
        let said = squeezed(&run("pdftotext", &["-raw", &file, "-"]).unwrap());
        let bytes = docx::write(&paper).unwrap();
        let words = opened::words(&opened::part(&bytes, "word/document.xml"));
        for paragraph in words.lines() {
            // A page may end in the middle of a paragraph, not in its first line.
            let begins: String = squeezed(paragraph).chars().take(24).collect();
            assert!(said.contains(&begins), "{name}: {begins}");
        }
        assert!(!said.contains('□'), "{name}: a letter that the fonts lack");
        assert_eq!(said.contains("CHƯAĐƯỢCPHÊDUYỆT"), name.starts_with("draft"));
    }
}

/// The darkest and the lightest place of ink on a page, in tenths of a
/// millimetre from its upper left corner: left, top, right, bottom.
fn ink(file: &str, page: usize) -> Option<[usize; 4]> {
    let page = page.to_string();
    let to = format!("{file}-{page}");
    // Ten dots a millimetre.
    let arguments = [
        "-gray",
        "-singlefile",
        "-r",
        "254",
        "-f",
        &page,
        "-l",
        &page,
        file,
        &to,
    ];
    run("pdftoppm", &arguments)?;
    let image = fs::read(format!("{to}.pgm")).unwrap();
    let head: Vec<&[u8]> = image
        .splitn(4, |byte| *byte == b'\n' || *byte == b' ')
        .collect();
    let number = |at: usize| -> usize {
        let text = String::from_utf8_lossy(head[at]).into_owned();
        text.parse().unwrap()
    };
    let (width, height) = (number(1), number(2));
    let dots = &image[image.len() - width * height..];
    let (mut left, mut top, mut right, mut bottom) = (width, height, 0, 0);
    for (at, _) in dots.iter().enumerate().filter(|(_, dot)| **dot < 128) {
        let (x, y) = (at % width, at / width);
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    Some([left, top, right, bottom])
}

#[test]
fn the_ink_keeps_to_the_margins_of_the_decree() {
    let edition = town::edition();
    let paper = announcement(&town::basis(&edition));
    let file = written("margins.pdf", &pdf::write(&paper));
    // The first page: nothing above the text, and no number.
    let Some([left, top, right, bottom]) = ink(&file, 1) else {
        return;
    };
    assert!((300..310).contains(&left), "{left}");
    assert!((200..240).contains(&top), "{top}");
    assert!((1_930..=1_952).contains(&right), "{right}");
    assert!(bottom < 2_772, "{bottom}");
    // The second has its number in the margin above.
    let [_, top, ..] = ink(&file, 2).unwrap();
    assert!((100..180).contains(&top), "{top}");
}

/// A file that LibreOffice has made a PDF of; none without LibreOffice. Two at a
/// time would share one profile and be one, so each kind has its own.
fn converted(name: &str, bytes: &[u8]) -> Option<String> {
    let source = written(name, bytes);
    let kind = name.rsplit('.').next().unwrap();
    let profile = folder().join(format!("profile-{kind}"));
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    let to = folder().join("office");
    let to_folder = to.to_string_lossy();
    run(
        "soffice",
        &[
            &profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            &to_folder,
            &source,
        ],
    )?;
    let made = to.join(name).with_extension("pdf");
    Some(made.to_string_lossy().into_owned())
}

/// All of it on a handful of pages, lying.
#[test]
fn the_workbook_prints_on_a_handful_of_pages() {
    let edition = town::edition();
    let bytes = files::workbook(&town::basis(&edition)).unwrap();
    let Some(file) = converted("ket-qua.xlsx", &bytes) else {
        return;
    };
    let Some(info) = run("pdfinfo", &[&file]) else {
        return;
    };
    let size = info
        .lines()
        .find(|line| line.starts_with("Page size"))
        .unwrap();
    assert!(size.contains("841") && size.contains("595"), "{size}");
    assert!((4..=14).contains(&pages(&info)), "{info}");
}

#[test]
fn libreoffice_sets_the_docx_as_we_set_the_pdf() {
    for (name, paper) in papers()
        .into_iter()
        .filter(|(name, _)| !name.ends_with("sheet"))
    {
        let ours = written(&format!("{name}.pdf"), &pdf::write(&paper));
        let source = format!("{name}.docx");
        let Some(theirs) = converted(&source, &docx::write(&paper).unwrap()) else {
            return;
        };
        let Some(info) = run("pdfinfo", &[&ours]) else {
            return;
        };
        let (our_pages, their_pages) = (pages(&info), pages(&run("pdfinfo", &[&theirs]).unwrap()));
        assert!(
            our_pages.abs_diff(their_pages) <= 1,
            "{name}: {our_pages}, {their_pages}"
        );
        // The same edges, to two millimetres: their lines are a little higher.
        let (ours, theirs) = (ink(&ours, 1).unwrap(), ink(&theirs, 1).unwrap());
        let edges = ours.iter().zip(theirs).take(3);
        for (ours, theirs) in edges {
            assert!(ours.abs_diff(theirs) <= 20, "{name}: {ours}, {theirs}");
        }
    }
}
