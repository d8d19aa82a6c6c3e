//! What the office is promised, one sentence a test: values and plain
//! functions, no disk but the data files, no clock, no network.
//!
//! Read the modules in this order; each is a chapter.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod how_text_is_compared;

mod what_a_telephone_says;

mod what_a_webhook_says;

mod which_passwords_are_refused;

mod what_a_role_may;

mod what_a_config_must_hold;

mod what_addresses_a_config_names;

mod what_a_config_believes;

mod what_units_csv_must_hold;

mod how_a_header_is_read;

mod what_a_lint_shows;

mod whom_a_mail_pretends_to_be;

mod what_our_own_hop_says;

mod what_our_server_wrote;

mod what_our_server_found_out;

mod which_mails_are_machines;

mod mail_world;

mod what_a_mail_carries;

mod how_parts_are_told_apart;

mod which_bytes_a_part_stands_for;

mod which_names_mislead;

mod what_a_mail_may_cost;

mod what_a_signature_says;

mod what_a_signature_proves;

mod who_sent_it;

mod what_our_server_proves;

mod calibration_world;

mod what_an_installation_can_prove;

mod what_a_calibration_sees;

mod which_marks_call_a_person;

mod when_a_report_counts;

mod ward;

mod which_files_are_workbooks;

mod what_is_wrapped;

mod how_numbers_are_read;

mod old_fonts;

mod how_old_fonts_are_read;

mod what_a_form_file_must_hold;

mod what_a_workbook_must_hold;

mod where_a_table_stands;

mod whose_report_it_is;

mod what_stands_out;

mod whose_form_it_is;

mod what_a_template_offers;

mod clerk;

mod what_comes_back_to_be_mended;

mod what_is_told_once;

mod what_stands_around_a_form;

mod scoring_world;

mod what_a_scale_file_must_hold;

mod what_points_are_worth;

mod how_points_are_explained;

mod what_a_unit_scores;

mod who_leads;

mod what_was_published;

mod what_another_scale_says;

mod what_a_budget_must_hold;

mod what_a_new_year_brings;

mod what_a_table_of_values_must_hold;

mod what_leaves_the_house;

mod which_version_is_in_force;

mod letter_world;

mod what_a_letter_says;

mod what_a_letter_still_asks;

mod what_goes_with_a_letter;

mod what_the_office_changes;

mod what_a_table_of_units_changes;

mod who_is_reminded;

mod council_world;
mod what_a_reminder_says;

mod what_a_council_changes;

mod how_a_result_becomes_final;

mod which_mails_explain;

mod how_long_we_try;

mod how_much_is_answered;

mod a_whole_campaign_is_judged;

mod what_is_told_of_a_header;

mod one_report;

mod why_a_second_copy_is_held;

mod what_comes_once_more;

mod what_a_person_may_decide;

mod which_explanations_a_person_files;

mod what_a_sender_is_worth;

mod how_documents_are_named;

mod evidence_world;

mod which_report_a_document_belongs_to;

mod what_three_copies_say;

mod what_a_register_holds;

mod what_document_software_hands_on;

mod what_a_pdf_says_of_its_signatures;
