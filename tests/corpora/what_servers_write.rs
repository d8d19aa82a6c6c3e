//! What the servers of the world write into Authentication-Results, and what
//! another reader of it (authres, in Python) finds there.

use congvu::sender::authres::{Statement, read};

use crate::samples;

/// Fields that the other reader forgives and we do not: properties without a
/// type, which RFC 8601 §2.2 has no room for. It drops them and keeps the
/// result; here such a field says nothing.
const FORGIVEN: &str = "x-tls=pass version=TLSv1.2";

/// Fields with the lines that tell what the other reader makes of them.
fn vectors() -> Vec<(String, Vec<(String, String)>)> {
    let mut vectors: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let Some(file) = samples("authres-vectors")
        .into_iter()
        .find(|sample| sample.at == "authres-doctest.txt")
    else {
        return vectors;
    };
    let text = String::from_utf8(file.raw).unwrap();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some((_, field)) = line.split_once(".parse('") {
            let (field, _) = field.rsplit_once("')").unwrap();
            let (_, value) = field.split_once(':').unwrap();
            vectors.push((value.to_owned(), Vec::new()));
        } else if let Some(asked) = line.strip_prefix(">>> str(")
            && let Some((_, tells)) = vectors.last_mut()
            && let Some((_, path)) = asked.trim_end_matches(')').split_once("obj.")
        {
            let told = lines.next_if(|line| line.starts_with('\'')).unwrap_or("");
            tells.push((path.to_owned(), told.trim_matches('\'').to_owned()));
        }
    }
    vectors
}

/// The same question, asked of us; none where the other reader invents names.
fn ours(value: &str, path: &str) -> Option<String> {
    let field = read(value)?;
    if path == "authserv_id" {
        return Some(field.authserv_id);
    }
    let Statement::Results(results) = field.statement else {
        return None;
    };
    let (nth, what) = path.strip_prefix("results[")?.split_once(']')?;
    let result = results.get(nth.parse::<usize>().ok()?)?;
    match what {
        ".method" => Some(result.method.clone()),
        ".result" => Some(result.result.clone()),
        "" => Some(
            [format!("{}={}", result.method, result.result)]
                .into_iter()
                .chain(result.properties.iter().map(|it| {
                    let quote = if it.value.contains(':') { "\"" } else { "" };
                    format!(" {}.{}={quote}{}{quote}", it.ptype, it.name, it.value)
                }))
                .collect(),
        ),
        _ => None,
    }
}

#[test]
fn what_another_reader_finds_we_find() {
    let vectors = vectors();
    let mut asked = 0;
    let mut differ = Vec::new();
    for (value, tells) in &vectors {
        for (path, told) in tells {
            let known = path == "authserv_id" || path.ends_with("].method");
            let known = known || path.ends_with("].result") || path.ends_with(']');
            let single = path.matches('.').count() <= 1 && !path.contains("properties");
            if !known || !single || value.contains(FORGIVEN) {
                continue;
            }
            asked += 1;
            // The reason is for people, and we do not keep it.
            let told = match told.split_once(" reason=\"") {
                Some((before, rest)) => format!("{before}{}", rest.split_once('"').unwrap().1),
                None => told.clone(),
            };
            if ours(value, path).as_deref() != Some(&told) {
                differ.push(format!(
                    "{value}\n  {path}: {told}, {:?}",
                    ours(value, path)
                ));
            }
        }
    }
    assert!(
        vectors.is_empty() || (vectors.len() >= 22 && asked > 60),
        "{asked}"
    );
    crate::check(differ);
}

#[test]
fn what_another_reader_refuses_we_refuse() {
    crate::check(vectors().into_iter().filter_map(|(value, tells)| {
        let refused = tells.is_empty() && !value.contains(FORGIVEN);
        let read = matches!(
            read(&value).map(|field| field.statement),
            Some(Statement::Results(_))
        );
        let forgiven = value.contains(FORGIVEN) && read;
        ((refused && read) || forgiven).then_some(value)
    }));
}
