//! `congvu template`: one workbook for each unit, to be filled in.

use std::{collections::BTreeMap, fs, path::PathBuf};

use clap::Args;

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    campaign::Campaign,
    config::Config,
    edge::{files, secret},
    figures::Figures,
    form::code::CodeKey,
    template::Template as Form,
    unit::Unit,
    words::commands,
    workbook::{Kind, write},
};

/// Arguments of `template`.
#[derive(Args)]
pub(super) struct Template {
    /// Mã đơn vị; lặp lại để chọn nhiều đơn vị (mặc định: mọi đơn vị)
    #[arg(long, value_name = "CODE")]
    unit: Vec<String>,
    /// Thư mục ghi biểu mẫu
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Số liệu năm trước: cột đầu là "unit", mỗi cột sau là một mã chỉ tiêu
    #[arg(long, value_name = "FILE.csv")]
    last: Option<PathBuf>,
}

pub(super) fn run(place: &Place, template: &Template) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let campaign = files::campaign(&config.campaign).map_err(Ending::Complaints)?;
    let units = chosen(place, template, &campaign)?;
    let earlier = earlier(template, &campaign)?;
    let key = key(place, &config)?;
    fs::create_dir_all(&template.out)?;
    for unit in units {
        let form = Form {
            campaign: &campaign,
            unit,
            town: &config.mailbox.address,
            code: key.as_ref().and_then(|key| campaign.form_code(key, unit)),
            earlier: earlier
                .get(&unit.code)
                .map(|figures| (campaign.year - 1, figures)),
        };
        // Every unit of a checked campaign has a group.
        let Some(layout) = form.layout() else {
            continue;
        };
        let path = template.out.join(form.file_name());
        fs::write(&path, write::write(Kind::Xlsx, &layout)?)?;
        say(&commands::written(place.lang, &path.display().to_string()));
    }
    Ok(())
}

/// The units that are named, or all; a name that nobody has stops everything.
fn chosen<'c>(
    place: &Place,
    template: &Template,
    campaign: &'c Campaign,
) -> Result<Vec<&'c Unit>, Ending> {
    let registry = &campaign.registry;
    let unknown: Vec<&String> = template
        .unit
        .iter()
        .filter(|code| registry.by_code(code).is_none())
        .collect();
    for code in &unknown {
        warn(&commands::no_such_unit(place.lang, code));
    }
    if !unknown.is_empty() {
        return Err(Ending::No);
    }
    let wanted = |unit: &&Unit| template.unit.is_empty() || template.unit.contains(&unit.code);
    Ok(registry.iter().filter(wanted).collect())
}

/// Last year's figures, by unit: of a file, or those that the campaign names.
fn earlier(template: &Template, campaign: &Campaign) -> Result<BTreeMap<String, Figures>, Ending> {
    let Some(file) = &template.last else {
        return Ok(campaign.last_year.clone());
    };
    let text = files::text(file).map_err(Ending::Complaints)?;
    let name = file.display().to_string();
    campaign.figures(&name, &text).map_err(Ending::Complaints)
}

/// The key of the codes, made when the first form is issued.
fn key(place: &Place, config: &Config) -> Result<Option<CodeKey>, Ending> {
    let Some(file) = &config.form_key else {
        warn(commands::no_form_key(place.lang));
        return Ok(None);
    };
    if let Some(key) = desk::form_key(config)? {
        return Ok(Some(key));
    }
    let key = secret::make_form_key(file)?;
    warn(&commands::form_key_made(
        place.lang,
        &file.display().to_string(),
    ));
    Ok(Some(key))
}
