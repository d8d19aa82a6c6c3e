//! `congvu rehearse`: the units of the campaign send their reports, with the
//! mistakes people make, through real mail servers; or the good reports are
//! written as files.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::time::sleep;

use super::{
    Ending, Outcome, Place, desk,
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    campaign::Campaign,
    config::{Config, Server, Smtp, Tls},
    edge::{
        clock, files,
        sealing::Seal,
        smtp::{Delivery, Relay},
    },
    rehearse::{Act, Door, FREE_DOMAIN, Play, SELECTOR, Stage, postmark::Postmark},
    sender::Proof,
    verdict::Verdict,
    words::{commands, rehearsal, times},
};

/// Arguments of `rehearse`.
#[derive(Args)]
pub(super) struct Rehearse {
    /// Máy chủ gửi thư của các đơn vị, có đăng nhập
    #[arg(long, value_name = "HOST:PORT", required_unless_present = "write")]
    smtp: Option<String>,
    /// Máy chủ nhận thư từ bên ngoài, không đăng nhập
    #[arg(long, value_name = "HOST:PORT", required_unless_present = "write")]
    outside: Option<String>,
    /// Tệp mật khẩu dùng chung cho mọi hộp thư diễn tập
    #[arg(long, value_name = "FILE", required_unless_present = "write")]
    password_file: Option<PathBuf>,
    /// Khóa riêng (PKCS#8) mà nhà cung cấp hộp thư miễn phí dùng để ký DKIM
    #[arg(long, value_name = "FILE")]
    dkim_key: Option<PathBuf>,
    /// Mỗi số cho một buổi diễn tập khác, cùng số thì giống hệt
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Nghỉ giữa hai thư, tính bằng mili giây
    #[arg(long, value_name = "MS", default_value_t = 200)]
    pace: u64,
    /// Gửi các thư muộn sau lúc này (mặc định: khi hết hạn)
    #[arg(long, value_name = "TIME")]
    late_after: Option<Timestamp>,
    /// Không gửi gì, chỉ ghi các báo cáo đúng thành tệp .eml vào thư mục này
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Số tệp .eml phải ghi (mặc định: mỗi báo cáo đúng một tệp)
    #[arg(long, value_name = "N", requires = "write")]
    count: Option<usize>,
    /// In JSON, mỗi thư một dòng
    #[arg(long)]
    json: bool,
}

/// One line of `rehearse --json`: a stable interface.
#[derive(Serialize)]
struct Sent {
    unit: String,
    what: &'static str,
    message_id: String,
    expect: Verdict,
    reply: &'static str,
}

pub(super) async fn run(place: &Place, rehearse: &Rehearse) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let campaign = files::campaign(&config.campaign).map_err(Ending::Complaints)?;
    if let Some(folder) = &rehearse.write {
        return write(place, rehearse, (&config, &campaign), folder);
    }
    if !config.sender.accept.contains(&Proof::Sasl) {
        return no(rehearsal::login_not_accepted(place.lang));
    }
    let stage = stage(rehearse, (&config, &campaign), rehearse.seed)?;
    let play = Play::write(&campaign, &stage)?;
    let post = Post::open(place, rehearse, &config)?;
    let mut sent = Vec::new();
    let acts = play.acts.len();
    for (nth, act) in (1..).zip(&play.acts) {
        if act.scene.is_late() {
            let after = rehearse.late_after.unwrap_or(campaign.window.closes);
            wait(place, after, acts + 1 - nth).await;
        } else {
            in_time(place, &campaign, &play.acts[nth - 1..], nth == 1)?;
        }
        let written = act
            .mail
            .write(clock::now(), &format!("{}/{nth}", stage.seed))?;
        post.send(act, &written.bytes).await?;
        let name = unit_name(&campaign, &act.unit);
        warn(&rehearsal::sent(place.lang, (nth, acts), name, act.scene));
        sent.push(written.message_id);
        sleep(Duration::from_millis(rehearse.pace)).await;
    }
    if rehearse.json {
        return say_lines(&play, sent);
    }
    table(place, &campaign, &play);
    Ok(())
}

fn no(sentence: &str) -> Outcome {
    warn(sentence);
    Err(Ending::No)
}

fn stage(
    rehearse: &Rehearse,
    (config, campaign): (&Config, &Campaign),
    seed: u64,
) -> Result<Stage, Ending> {
    let codes = match desk::form_key(config)? {
        Some(key) => campaign.form_codes(&key),
        None => BTreeMap::new(),
    };
    Ok(Stage {
        town: config.mailbox.address.clone(),
        signed: rehearse.dkim_key.is_some() && config.sender.accept.contains(&Proof::Dkim),
        seed,
        codes,
    })
}

fn unit_name<'c>(campaign: &'c Campaign, code: &'c str) -> &'c str {
    let unit = campaign.registry.by_code(code);
    unit.map_or(code, |unit| &unit.short_name)
}

/// Is now a moment at which the next mail would be on time?
fn in_time(place: &Place, campaign: &Campaign, rest: &[Act], first: bool) -> Outcome {
    let (lang, window, now) = (place.lang, campaign.window, clock::now());
    if now >= window.opens && now < window.closes {
        return Ok(());
    }
    if first {
        let moment = |at| times::moment(lang, at, &campaign.zone);
        let (from, to) = (moment(window.opens), moment(window.closes));
        return no(&rehearsal::not_open(lang, &from, &to));
    }
    let left = rest.iter().filter(|act| !act.scene.is_late()).count();
    no(&rehearsal::too_slow(lang, left))
}

/// Waits until a moment is surely past, and says so meanwhile.
async fn wait(place: &Place, after: Timestamp, count: usize) {
    // The second of the close itself is late already; a second more keeps two
    // servers' clocks from disagreeing about it.
    let until = after + SignedDuration::from_secs(1);
    while let Ok(left) = Duration::try_from(until.duration_since(clock::now())) {
        if left.is_zero() {
            return;
        }
        let seconds = i64::try_from(left.as_secs()).unwrap_or(i64::MAX);
        let length = times::length(place.lang, seconds);
        warn(&rehearsal::waiting(place.lang, &length, count));
        sleep(left.min(Duration::from_secs(10))).await;
    }
}

/// The two doors of the post office.
struct Post<'p> {
    place: &'p Place,
    submission: Server,
    outside: Server,
    password_file: PathBuf,
    seal: Option<Seal>,
    helo: String,
    step: Duration,
}

impl<'p> Post<'p> {
    fn open(place: &'p Place, rehearse: &Rehearse, config: &Config) -> Result<Self, Ending> {
        let seal = match &rehearse.dkim_key {
            Some(file) => Some(Seal::read(file, FREE_DOMAIN, SELECTOR)?),
            None => None,
        };
        Ok(Self {
            place,
            submission: server(place, config, rehearse.smtp.as_deref())?,
            outside: server(place, config, rehearse.outside.as_deref())?,
            password_file: rehearse.password_file.clone().unwrap_or_default(),
            seal,
            helo: config.smtp.helo.clone(),
            step: config.smtp.step,
        })
    }

    /// Sends one mail as its sender would.
    async fn send(&self, act: &Act, mail: &[u8]) -> Outcome {
        let sealed = match &self.seal {
            Some(seal) if act.signed => Some(seal.put_on(mail)?),
            Some(_) | None => None,
        };
        let bytes = sealed.as_deref().unwrap_or(mail);
        let login = |from: &crate::address::Address| {
            let user = from.as_str().to_owned();
            (user, self.password_file.clone())
        };
        let (server, login) = match act.door {
            Door::Submission => (&self.submission, act.envelope.as_ref().map(login)),
            Door::Outside => (&self.outside, None),
        };
        let relay = Relay::new(Smtp {
            server: server.clone(),
            login,
            helo: self.helo.clone(),
            step: self.step,
            // A letter of a rehearsal is tried once.
            retry: std::time::Duration::ZERO,
            bounces_to: act.mail.from.clone(),
        })?;
        let answer = match relay.open().await {
            Ok(line) => {
                let (from, to) = (act.envelope.as_ref(), &act.mail.to);
                let (line, delivery) = line.deliver_from(from, to, bytes).await;
                if let Some(line) = line {
                    line.quit().await;
                }
                match delivery {
                    Delivery::Accepted(_) => return Ok(()),
                    Delivery::Later(answer)
                    | Delivery::Unanswered(answer)
                    | Delivery::Never(answer) => answer,
                }
            }
            Err(answer) => answer,
        };
        let from = act.mail.from.as_str();
        no(&rehearsal::refused(
            self.place.lang,
            from,
            act.door,
            &answer,
        ))
    }
}

/// A server by `HOST:PORT`; only on this machine without encryption.
fn server(place: &Place, config: &Config, named: Option<&str>) -> Result<Server, Ending> {
    let named = named.unwrap_or_default();
    let parts = named.rsplit_once(':');
    let parsed = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
    let Some((host, port)) = parsed else {
        warn(&rehearsal::bad_server(place.lang, named));
        return Err(Ending::No);
    };
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    Ok(Server {
        host: host.to_owned(),
        port,
        tls: if local { Tls::Off } else { Tls::StartTls },
        ca_file: config.smtp.server.ca_file.clone(),
    })
}

fn say_lines(play: &Play, message_ids: Vec<String>) -> Outcome {
    for (act, message_id) in play.acts.iter().zip(message_ids) {
        say_json(&Sent {
            unit: act.unit.clone(),
            what: act.scene.as_str(),
            message_id,
            expect: act.expect,
            reply: act.reply.as_str(),
        })?;
    }
    Ok(())
}

fn table(place: &Place, campaign: &Campaign, play: &Play) {
    let lang = place.lang;
    let head = ["unit", "what", "expect", "reply"].map(|key| rehearsal::column(lang, key));
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for act in &play.acts {
        rows.push(vec![
            unit_name(campaign, &act.unit).to_owned(),
            rehearsal::scene(lang, act.scene).to_owned(),
            commands::verdict(lang, act.expect).to_owned(),
            rehearsal::reply(lang, act.reply).to_owned(),
        ]);
    }
    for unit in &play.silent {
        let name = unit_name(campaign, unit).to_owned();
        rows.push(vec![name, rehearsal::silent(lang).to_owned()]);
    }
    for line in aligned(&rows) {
        say(&line);
    }
}

/// Writes good reports as they would lie in the mailbox now.
fn write(
    place: &Place,
    rehearse: &Rehearse,
    (config, campaign): (&Config, &Campaign),
    folder: &Path,
) -> Outcome {
    fs::create_dir_all(folder)?;
    let usual = format!("mail.{}", campaign.official_domain);
    let postmark = Postmark {
        host: config.sender.own_hosts.first().unwrap_or(&usual),
        town: &config.mailbox.address,
        zone: &campaign.zone,
    };
    let mut count = 0;
    // More files than one play has good reports: another play, other figures.
    for seed in rehearse.seed.. {
        let play = Play::write(campaign, &stage(rehearse, (config, campaign), seed)?)?;
        let good = play
            .acts
            .iter()
            .filter(|act| act.expect == Verdict::Accepted);
        for act in good {
            if rehearse.count == Some(count) {
                break;
            }
            count += 1;
            let at = clock::now();
            let written = act.mail.write(at, &format!("{seed}/{count}"))?;
            let name = format!("{count:04}-{}.eml", act.unit);
            fs::write(folder.join(name), postmark.on(act, &written.bytes, at))?;
        }
        if count >= rehearse.count.unwrap_or(0) {
            break;
        }
    }
    let folder = folder.display().to_string();
    say(&rehearsal::written(place.lang, count, &folder));
    Ok(())
}
