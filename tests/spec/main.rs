//! The promises of the upper part: values and plain functions, no disk but the
//! data files, no clock, no network.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod ward;

mod which_files_are_workbooks;

mod how_numbers_are_read;

mod what_a_form_file_must_hold;

mod what_a_workbook_must_hold;
