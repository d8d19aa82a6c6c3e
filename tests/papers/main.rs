//! What is made public, read back from the files that are made: the papers as
//! DOCX and PDF, the tables, the page for everybody, the letters to the units.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::print_stderr,
    reason = "what could not be tried here is said by name"
)]

mod town;

mod opened;

mod how_a_paper_is_laid_out;

mod what_papers_say;

mod what_the_tables_hold;

mod what_everybody_sees;

mod what_units_are_sent;

mod how_it_looks_on_paper;
