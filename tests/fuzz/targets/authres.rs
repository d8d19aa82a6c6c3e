//! What our own server wrote is read in one way or not at all.

#![no_main]

use congvu::{
    address::Address,
    mail::header::Header,
    sender::{
        authres::{self, MAX_FIELD, Statement},
        run::Run,
        signature,
    },
};
use libfuzzer_sys::fuzz_target;

/// Written out plainly, what was read is read again as it was.
fn written(id: &str, statement: &Statement) -> Option<String> {
    let Statement::Results(results) = statement else {
        return None;
    };
    let mut text = quoted(id);
    for result in results {
        text += &format!("; {}={}", result.method, result.result);
        for property in &result.properties {
            let value = quoted(&property.value);
            text += &format!(" {}.{}={value}", property.ptype, property.name);
        }
    }
    Some(if results.is_empty() {
        text + "; none"
    } else {
        text
    })
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fuzz_target!(|raw: &[u8]| {
    let text = String::from_utf8_lossy(raw);
    if let Some(field) = authres::read(&text) {
        if let Some(plain) = written(&field.authserv_id, &field.statement)
            && plain.len() <= MAX_FIELD
        {
            assert_eq!(authres::read(&plain), Some(field), "{plain}");
        }
    }
    let header = Header::read(raw);
    let own = ["mx.hue.gov.vn".to_owned()];
    let run = Run::of_header(&header, 0, "mx.hue.gov.vn", &own);
    assert_eq!(run, Run::of_header(&header, 0, "mx.hue.gov.vn", &own));
    let domain = "hue.gov.vn";
    let _said = (
        run.dmarc(domain),
        run.signed(domain),
        run.allowed(domain),
        run.undecided(domain),
    );
    let _envelope: Option<Address> = run.envelope();
    let _keys = signature::key_names(&header);
});
